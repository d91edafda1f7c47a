"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { LiveDot, LiveIndicator } from "@/components/live/live-indicator";
import type { LiveState } from "@/components/live/live-state";
import { Keys } from "@/components/ui/keys";
import { Mark } from "@/components/ui/mark";
import { type ShapeName, StatusShape } from "@/components/ui/status-shape";
import { IntegrationPips } from "./integration-pips";
import type { IntegrationPip } from "./integration-states";
import { isWithin, type NavigationEntry, visibleNavigation } from "./navigation-entries";
import { UserMenu } from "./user-menu";
import { useWorkspace } from "./workspace-context";

/** What needs a person, by the section where it is found. */
export type Attention = Readonly<Record<string, { shape: ShapeName; count: number } | undefined>>;

type NavigationProps = {
  attention: Attention;
  live?: LiveState;
  pips: readonly IntegrationPip[];
  onSearch: () => void;
  onSignOut: () => void;
};

/** The workspace by task; a rail of icons where there is little room or its owner folded it. */
export function Navigation({ attention, live, pips, onSearch, onSignOut }: NavigationProps) {
  const { permissions } = useWorkspace();
  return (
    <aside
      aria-label="Workspace"
      className="flex min-h-0 min-w-0 flex-col p-2 pl-2.5 [--knock:var(--color-frame)] max-sm:hidden rail:pr-2.25 print:hidden"
    >
      <OrganizationName />
      <SearchButton onSearch={onSearch} />
      <nav aria-label="Main" className="-mx-1 min-h-0 flex-1 overflow-y-auto px-1">
        {visibleNavigation(permissions).map(({ heading, entries }) => (
          <section key={heading} aria-label={heading} className="rail:not-first:mt-2.25">
            <h2 className="px-2 pt-3 pb-1 font-medium text-2xs text-ink-3 rail:hidden">{heading}</h2>
            {entries.map((entry) => (
              <EntryLink key={entry.href} entry={entry} needs={attention[entry.section]} />
            ))}
          </section>
        ))}
      </nav>
      <div className="mt-2 border-line border-t px-2 py-2.25 rail:grid rail:place-items-center rail:px-0 rail:py-2.5">
        <div className="rail:hidden">
          {live ? <LiveIndicator {...live} /> : null}
          <IntegrationPips pips={pips} />
        </div>
        <div className="hidden rail:block">{live ? <LiveDot mode={live.mode} /> : null}</div>
      </div>
      <UserMenu onSignOut={onSignOut} />
    </aside>
  );
}

/** Where the choice between organizations will stand for those who belong to several. */
function OrganizationName() {
  const { organization } = useWorkspace();
  return (
    <div className="flex h-10 items-center gap-2.25 px-1.5 rail:justify-center rail:px-0">
      <Mark />
      <span className="min-w-0 leading-3.75 rail:sr-only">
        <b className="block font-semibold tracking-title">Carelane</b>
        <span className="block truncate text-2xs/3.75 text-ink-3">{organization.name}</span>
      </span>
    </div>
  );
}

function SearchButton({ onSearch }: { onSearch: () => void }) {
  return (
    <button
      type="button"
      onClick={onSearch}
      className="mt-2 mb-1.5 flex h-7.5 w-full flex-none items-center gap-2 rounded-md border border-line bg-sheet pr-1.5 pl-2 text-ink-3 shadow-sheet hover:border-line-strong rail:justify-center rail:px-0"
    >
      <Search className="size-3.5" />
      <span className="flex-1 text-left text-xs rail:sr-only">Search or jump to</span>
      <Keys keys={["mod", "K"]} className="rail:hidden" />
    </button>
  );
}

type EntryLinkProps = { entry: NavigationEntry; needs: Attention[string] };

function EntryLink({ entry: { label, icon: Icon, href, section }, needs }: EntryLinkProps) {
  const isCurrent = isWithin(section, usePathname());
  return (
    <Link
      href={href}
      title={label}
      aria-current={isCurrent ? "page" : undefined}
      className="group relative flex h-7.25 items-center gap-2.25 rounded-md px-2 font-medium text-ink-2 hover:bg-ink/5 hover:text-ink aria-[current]:bg-sheet aria-[current]:text-ink aria-[current]:shadow-sheet aria-[current]:ring aria-[current]:ring-line rail:h-8.5 rail:justify-center rail:px-0"
    >
      <Icon className="text-ink-3 group-aria-[current]:text-accent-ink" />
      <span className="truncate rail:sr-only">{label}</span>
      {needs ? (
        <span className="ml-auto inline-flex items-center gap-1 text-2xs text-ink-2 tabular-nums rail:absolute rail:top-px rail:right-0">
          <StatusShape shape={needs.shape} className="size-3" />
          <span className="rail:sr-only">{needs.count}</span>
          <span className="sr-only"> need you</span>
        </span>
      ) : null}
    </Link>
  );
}
