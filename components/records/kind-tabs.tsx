import Link from "next/link";
import type { SheetTab } from "@/components/shell/sheet";
import type { RecordEntity } from "@/lib/records/schema";
import { capitalized, type RecordGroup, recordGroups, recordNouns } from "./record-nouns";

/** The groups of kinds, for the head; each opens its first kind. */
export const groupTabs: readonly SheetTab[] = recordGroups.map(({ label, entities: [first] }) => ({
  id: label,
  label,
  href: `/records/${first}`,
}));

/** The group an entity belongs to. */
export function groupOf(entity: RecordEntity): RecordGroup {
  const group = recordGroups.find(({ entities }) => entities.includes(entity));
  if (!group) throw new Error(`No group holds ${entity}`);
  return group;
}

/** The kinds of the current group. */
export function KindTabs({ current }: { current: RecordEntity }) {
  const { label, entities } = groupOf(current);
  return (
    <nav
      aria-label={`Kinds of ${label.toLowerCase()}`}
      className="flex flex-none gap-1 overflow-x-auto border-line border-b bg-sunken px-3 py-1.5 max-sm:px-2 [scrollbar-width:none]"
    >
      {entities.map((entity) => {
        const { many, icon: Icon } = recordNouns[entity];
        return (
          <Link
            key={entity}
            href={`/records/${entity}`}
            aria-current={entity === current ? "page" : undefined}
            className="group inline-flex h-7 flex-none items-center gap-1.5 rounded-md px-2 font-medium text-ink-2 hover:bg-hover focus-visible:-outline-offset-2 aria-[current]:bg-raised aria-[current]:text-ink aria-[current]:ring aria-[current]:ring-line max-sm:h-9"
          >
            <Icon className="size-3.5 text-ink-3 group-aria-[current]:text-accent-ink" />
            {capitalized(many)}
          </Link>
        );
      })}
    </nav>
  );
}
