"use client";

import { Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { usePermission } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { LookupTable, Transform } from "@/lib/mapping/schema";
import { JsonInput } from "./json-input";
import { LookupDialog } from "./lookup-dialog";
import { useLookups } from "./use-mapping";

type LookupStep = Extract<Transform, { kind: "lookup" }>;
type LookupFormProps = { step: LookupStep; onChange: (step: LookupStep) => void };

/** A lookup table, chosen or made here, and what takes the place of a code that it does not have. */
export function LookupForm({ step, onChange }: LookupFormProps) {
  const { data: lookups = [] } = useLookups();
  const mayChange = usePermission("integrations:write");
  const [edited, setEdited] = useState<{ table?: LookupTable } | null>(null);
  const chosen = lookups.find(({ name }) => name === step.table);
  return (
    <div className="mt-2 grid gap-2.5">
      <Field label="Lookup table" help={chosen ? `${chosen.rows.length} rows` : undefined}>
        <Select
          options={lookups.map(({ name, rows }) => ({
            value: name,
            label: name,
            detail: `${rows.length} rows`,
          }))}
          value={step.table || null}
          onChange={(table) => onChange({ ...step, table })}
          placeholder="Choose a table"
          empty="No lookup table fits this search"
        />
      </Field>
      {mayChange ? (
        <div className="flex gap-1.5">
          {chosen ? (
            <Button size="sm" icon={Pencil} onClick={() => setEdited({ table: chosen })}>
              Edit table
            </Button>
          ) : null}
          <Button size="sm" icon={Plus} onClick={() => setEdited({})}>
            New table
          </Button>
        </div>
      ) : null}
      <Field
        label="For codes that are not in it"
        optional
        help="Without it, or a default of the table, the field is refused"
      >
        <JsonInput
          value={step.default}
          onChange={(value) => onChange({ ...step, default: value === "" ? undefined : value })}
        />
      </Field>
      {edited ? (
        <LookupDialog
          table={edited.table}
          onSaved={({ name }) => onChange({ ...step, table: name })}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </div>
  );
}
