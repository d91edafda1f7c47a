"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { ExportLink } from "@/components/export-link";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { formatCount } from "@/components/ui/format";
import { useSubmit } from "@/components/use-submit";
import type { LookupTable } from "@/lib/mapping/schema";
import { LookupDialog } from "./lookup-dialog";
import { lookupsCsvPath, useLookupCalls, useLookups } from "./use-mapping";

type LookupsDialogProps = { readOnly: boolean; onClose: () => void };

/** All lookup tables, which every mapping of the organization may use. */
export function LookupsDialog({ readOnly, onClose }: LookupsDialogProps) {
  const { data: lookups } = useLookups();
  const { remove } = useLookupCalls();
  const form = useSubmit([]);
  const [edited, setEdited] = useState<{ table?: LookupTable } | null>(null);
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Lookup tables"
      description="Their codes and ours. Every mapping may use them."
      footer={
        <>
          <ExportLink href={lookupsCsvPath} className="mr-auto" />
          {readOnly ? null : (
            <Button icon={Plus} onClick={() => setEdited({})}>
              New table
            </Button>
          )}
        </>
      }
    >
      {form.problem.message ? <Banner tone="bad">{form.problem.message}</Banner> : null}
      {lookups?.length === 0 ? <p className="text-ink-3">There is none yet.</p> : null}
      <ul>
        {lookups?.map((table) => (
          <LookupItem
            key={table.name}
            table={table}
            readOnly={readOnly}
            onEdit={() => setEdited({ table })}
            onDelete={() => form.submit(async () => void (await remove(table.name)))}
          />
        ))}
      </ul>
      {edited ? <LookupDialog table={edited.table} onClose={() => setEdited(null)} /> : null}
    </Dialog>
  );
}

type LookupItemProps = {
  table: LookupTable;
  readOnly: boolean;
  onEdit: () => void;
  onDelete: () => void;
};

function LookupItem({ table, readOnly, onEdit, onDelete }: LookupItemProps) {
  return (
    <li className="flex min-h-(--row) items-center gap-2 border-line border-b py-1">
      <span className="min-w-0 flex-1 truncate">
        <span className="font-medium">{table.name}</span>
        <span className="text-ink-3"> · {rowsWord(table.rows.length)}</span>
      </span>
      {readOnly ? null : (
        <>
          <Button size="sm" aria-label={`Edit ${table.name}`} onClick={onEdit}>
            Edit
          </Button>
          <Button size="sm" variant="danger" aria-label={`Delete ${table.name}`} onClick={onDelete}>
            Delete
          </Button>
        </>
      )}
    </li>
  );
}

function rowsWord(count: number): string {
  return count === 1 ? "1 row" : `${formatCount(count)} rows`;
}
