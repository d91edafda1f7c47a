"use client";

import { useWatch } from "react-hook-form";
import { Checkbox } from "@/components/ui/checkbox";
import { useFieldControl } from "@/components/ui/field";
import type { FieldsProps } from "./fhir-client-form";

const deeds = [
  { field: "reads", label: "Read" },
  { field: "writes", label: "Write" },
] as const;

type DeedFieldProps = FieldsProps & { field: (typeof deeds)[number]["field"]; label: string; type: string };

/** Whether one type may be read or written; taken with every type where that is chosen. */
function DeedField({ form, field, label, type }: DeedFieldProps) {
  const chosen = useWatch({ control: form.control, name: field });
  const isCovered = type !== "*" && chosen.includes("*");
  const toggle = (isChosen: boolean) => {
    const next = isChosen ? [...chosen, type] : chosen.filter((each) => each !== type);
    form.setValue(field, next, { shouldDirty: true });
    // Where it is told that nothing is chosen.
    void form.trigger("reads");
  };
  return (
    <Checkbox
      label={
        <>
          {label}
          <span className="sr-only"> {type === "*" ? "every resource" : type}</span>
        </>
      }
      checked={isCovered || chosen.includes(type)}
      disabled={isCovered}
      onChange={(event) => toggle(event.target.checked)}
    />
  );
}

/** Which resources may be read and written: all there are, or one by one. */
export function ScopeGrid({ form, types }: FieldsProps & { types: readonly string[] }) {
  return (
    <fieldset
      {...useFieldControl()}
      className="grid min-w-0 gap-x-6 rounded-md border border-line px-2.5 py-1 sm:grid-cols-2"
    >
      {["*", ...types].map((type) => (
        <div
          key={type}
          className="flex min-h-7.5 items-center gap-4 first:col-span-full first:border-line first:border-b max-sm:min-h-10"
        >
          <span className="min-w-0 flex-1 truncate">
            {type === "*" ? <b className="font-medium">Every resource</b> : type}
          </span>
          {deeds.map(({ field, label }) => (
            <DeedField key={field} form={form} field={field} label={label} type={type} />
          ))}
        </div>
      ))}
    </fieldset>
  );
}
