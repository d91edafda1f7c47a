"use client";

import { useOtherSystems } from "@/components/deciding/use-other-systems";
import { usePermission } from "@/components/shell/workspace-context";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/button";
import type { Conflict } from "@/lib/conflicts/schema";
import { conflictsPath } from "./conflict-filters";
import { subjectOf } from "./conflict-words";
import { useConflictsOfRecord } from "./use-conflicts";

type ConflictNoticeProps = { record: { id: string; openConflicts: number } };

/** On a record both sides have changed: what is contested, with whom, and the way to decide it. */
export function ConflictNotice({ record }: ConflictNoticeProps) {
  const isContested = record.openConflicts > 0;
  const maySee = usePermission("conflicts:read");
  const { data: conflicts = [], isPending } = useConflictsOfRecord(record.id, maySee && isContested);
  const [first] = conflicts;
  if (!isContested) return null;
  const values = { record: record.id, ...(first && { conflict: first.id }) };
  return (
    <div role="status" className="border-line border-b px-4.5 py-3">
      <Banner
        tone="ask"
        title="A conflict is open on this record"
        action={
          // Once it is known which one it is, the link opens it at once.
          maySee && !isPending ? (
            <LinkButton size="sm" href={conflictsPath(values)} prefetch={false}>
              Decide
            </LinkButton>
          ) : null
        }
      >
        {conflicts.map((conflict) => (
          <Contested key={conflict.id} conflict={conflict} />
        ))}
      </Banner>
    </div>
  );
}

function Contested({ conflict }: { conflict: Conflict }) {
  const { name } = useOtherSystems()(conflict);
  const what = conflict.fields.map(({ label }) => label).join(", ") || subjectOf(conflict, name);
  return (
    <p>
      {what}, between Carelane and {name}
    </p>
  );
}
