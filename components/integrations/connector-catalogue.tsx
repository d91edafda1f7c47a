"use client";

import { Braces, ClipboardPlus, FlaskConical, type LucideIcon, Pill, Plug, Search } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { FilterBar } from "@/components/shell/sheet";
import { useConnections } from "@/components/sync/use-connections";
import { Badge } from "@/components/ui/badge";
import { Chip } from "@/components/ui/chip";
import { Input } from "@/components/ui/input";
import { EmptyState } from "@/components/ui/states";
import type { ConnectorView } from "@/lib/integrations/view";
import { authWords, extentWords, typeWords } from "./connector-words";

const icons: Partial<Record<ConnectorView["type"], LucideIcon>> = {
  ehr: ClipboardPlus,
  lab: FlaskConical,
  pharmacy: Pill,
  custom: Braces,
};

function fits({ name, provider, type }: ConnectorView, words: string): boolean {
  return `${name} ${provider} ${typeWords[type]}`.toLowerCase().includes(words.trim().toLowerCase());
}

/** The connectors there are, to choose one of. */
export function ConnectorCatalogue({ connectors }: { connectors: readonly ConnectorView[] }) {
  const [words, setWords] = useState("");
  const [type, setType] = useState<ConnectorView["type"] | null>(null);
  const types = [...new Set(connectors.map((connector) => connector.type))];
  const found = connectors.filter((each) => fits(each, words) && (type === null || each.type === type));
  return (
    <>
      <FilterBar>
        <div className="w-52 flex-none">
          <Input
            size="sm"
            soft
            icon={Search}
            aria-label="Search the catalogue"
            placeholder="Search connectors"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </div>
        {types.length > 1
          ? [null, ...types].map((each) => (
              <Chip
                key={each}
                pressed={each === type}
                count={String(connectors.filter((one) => each === null || one.type === each).length)}
                onClick={() => setType(each)}
              >
                {each === null ? "All" : typeWords[each]}
              </Chip>
            ))
          : null}
      </FilterBar>
      {found.length > 0 ? (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(270px,1fr))] gap-2.5 px-4.5 pt-1 pb-4.5 max-sm:grid-cols-1 max-sm:px-3.5">
          {found.map((connector) => (
            <ConnectorTile key={connector.id} connector={connector} />
          ))}
        </ul>
      ) : (
        <EmptyState icon={Plug} title="No connector fits">
          None is called so. Search for another name, or choose another kind.
        </EmptyState>
      )}
    </>
  );
}

function ConnectorTile({ connector }: { connector: ConnectorView }) {
  const { data: connections = [] } = useConnections();
  const isInUse = connections.some(({ connectorId }) => connectorId === connector.id);
  const Icon = icons[connector.type] ?? Plug;
  return (
    <li>
      <Link
        href={`/integrations/new?connector=${connector.id}`}
        className="flex h-full gap-2.75 rounded-lg border border-line-strong bg-sheet px-3 py-2.75 transition-colors hover:border-control hover:bg-hover"
      >
        <span className="grid size-8 flex-none place-items-center rounded-md bg-frame text-ink-2 dark:bg-track">
          <Icon />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-center justify-between gap-2">
            <b className="truncate font-semibold">{connector.name}</b>
            {isInUse ? <Badge tone="ok">In use</Badge> : null}
          </span>
          <span className="block text-ink-2">{extentWords(connector)}</span>
          <span className="block text-ink-3 text-xs">
            {typeWords[connector.type]} ·{" "}
            {connector.supportedAuthTypes.map((each) => authWords[each]).join(" or ")}
          </span>
          {connector.approvalNote ? (
            <span className="mt-1 block text-ink-2 text-xs">{connector.approvalNote}</span>
          ) : null}
        </span>
      </Link>
    </li>
  );
}
