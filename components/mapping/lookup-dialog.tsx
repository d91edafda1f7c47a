"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { Button, IconButton } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useSubmit } from "@/components/use-submit";
import type { LookupTable } from "@/lib/mapping/schema";
import { JsonInput } from "./json-input";
import { useLookupCalls } from "./use-mapping";

type LookupDialogProps = {
  /** The one to change; without it a new one is made. */
  table?: LookupTable;
  onSaved?: (table: LookupTable) => void;
  onClose: () => void;
};

const emptyTable: LookupTable = { name: "", rows: [{ from: "", to: "" }] };

/** A lookup table with its rows. */
export function LookupDialog({ table, onSaved, onClose }: LookupDialogProps) {
  const [draft, setDraft] = useState(table ?? emptyTable);
  const { create, change } = useLookupCalls();
  const form = useSubmit(["name"]);
  const send = async () => {
    const saved = await (table ? change(draft) : create(draft));
    onSaved?.(saved);
    onClose();
  };
  return (
    <FormDialog
      title={table ? `Edit ${table.name}` : "New lookup table"}
      description="Theirs becomes ours on pull; on push the first row that fits is read backwards. Mappings that use a changed table get a new version."
      action="Save table"
      form={form}
      onSend={send}
      onClose={onClose}
    >
      {table ? null : (
        <Field label="Name" error={form.problem.fields.name}>
          <Input
            value={draft.name}
            maxLength={100}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
        </Field>
      )}
      <LookupRows rows={draft.rows} onChange={(rows) => setDraft({ ...draft, rows })} />
      <Field label="For codes that are in no row" optional>
        <JsonInput
          value={draft.default}
          onChange={(value) => setDraft({ ...draft, default: value === "" ? undefined : value })}
        />
      </Field>
    </FormDialog>
  );
}

type LookupRowsProps = { rows: LookupTable["rows"]; onChange: (rows: LookupTable["rows"]) => void };

function LookupRows({ rows, onChange }: LookupRowsProps) {
  return (
    <fieldset>
      <legend className="mb-1.25 font-medium text-sm">Rows: theirs, then ours</legend>
      <div className="grid gap-1.5">
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place alone.
          <div key={index} className="flex items-center gap-1.5">
            <JsonInput
              aria-label={`Theirs in row ${index + 1}`}
              value={row.from}
              onChange={(from) => onChange(rows.with(index, { ...row, from }))}
            />
            <JsonInput
              aria-label={`Ours in row ${index + 1}`}
              value={row.to}
              onChange={(to) => onChange(rows.with(index, { ...row, to }))}
            />
            <IconButton
              size="sm"
              icon={X}
              label={`Remove row ${index + 1}`}
              onClick={() => onChange(rows.toSpliced(index, 1))}
            />
          </div>
        ))}
      </div>
      <Button
        size="sm"
        icon={Plus}
        onClick={() => onChange([...rows, { from: "", to: "" }])}
        className="mt-1.5"
      >
        Add row
      </Button>
    </fieldset>
  );
}
