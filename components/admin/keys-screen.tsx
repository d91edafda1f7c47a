"use client";

import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { ExportLink } from "@/components/export-link";
import { ListBody } from "@/components/list-body";
import { Sheet, SheetHead } from "@/components/shell/sheet";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { EmptyState } from "@/components/ui/states";
import { Cell, type Column, Table } from "@/components/ui/table";
import type { ApiKeyView, CreatedApiKey } from "@/lib/auth/schema";
import { KeyPanel } from "./key-panel";
import { KeyState, keyRights } from "./key-words";
import { MakeKey } from "./make-key";
import { ShownKey } from "./shown-key";
import { useChosen } from "./use-chosen";
import { useKeys } from "./use-keys";

const columns: readonly Column[] = [
  { id: "name", head: "Name", names: true, phone: "name" },
  { id: "hint", head: "Ends with", width: "110px" },
  { id: "rights", head: "May do", width: "150px", phone: "detail" },
  { id: "state", head: "State", width: "120px", phone: "state" },
  { id: "expires", head: "Ends", width: "120px", right: true, secondary: true },
  { id: "used", head: "Last used", width: "120px", right: true, phone: "time" },
];

type KeyTableProps = { keys: readonly ApiKeyView[]; chosen?: ApiKeyView; onOpen: (key: ApiKeyView) => void };

function KeyTable({ keys, chosen, onOpen }: KeyTableProps) {
  return (
    <Table label="API keys" columns={columns}>
      {keys.map((key) => (
        <Row key={key.id} selected={key === chosen} onOpen={() => onOpen(key)}>
          <Cell column="name">{key.name}</Cell>
          <Cell column="hint" className="font-mono text-xs">
            {key.hint}
          </Cell>
          <Cell column="rights">{keyRights(key)}</Cell>
          <Cell column="state">
            <KeyState apiKey={key} />
          </Cell>
          <Cell column="expires" className="text-ink-3">
            {key.expiresAt ? <RelativeTime at={key.expiresAt} /> : "No end"}
          </Cell>
          <Cell column="used" className="text-ink-3">
            {key.lastUsedAt ? <RelativeTime at={key.lastUsedAt} /> : "Never"}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** The keys that systems use. */
export function KeysScreen() {
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<CreatedApiKey | null>(null);
  const query = useKeys();
  const keys = query.data?.pages.flatMap((page) => page.data) ?? [];
  const { chosen, choose, panel } = useChosen(keys, ({ id }) => id);
  const make = (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      New key
    </Button>
  );
  const show = (key: CreatedApiKey) => {
    setMaking(false);
    setMade(key);
  };
  return (
    <Sheet>
      <SheetHead
        title="API keys"
        actions={
          <>
            <ExportLink href="/api/api-keys?format=csv" className="max-sm:hidden" />
            {make}
          </>
        }
      />
      <ListBody
        what="API keys"
        right="manage API keys"
        query={query}
        empty={
          <EmptyState icon={KeyRound} title="No key is in use" action={make}>
            Systems that read or send data sign in with a key of their own.
          </EmptyState>
        }
      >
        <KeyTable keys={keys} chosen={chosen} onOpen={choose} />
      </ListBody>
      {chosen ? <KeyPanel apiKey={chosen} {...panel} /> : null}
      {making ? <MakeKey onMade={show} onClose={() => setMaking(false)} /> : null}
      {made ? <ShownKey made={made} onClose={() => setMade(null)} /> : null}
    </Sheet>
  );
}
