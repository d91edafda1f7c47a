import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segments } from "@/components/ui/segments";
import type { Transform } from "@/lib/mapping/schema";
import { PathsField } from "./paths-field";

type Split = Extract<Transform, { kind: "split" }>;

const takings = [
  { value: "index", label: "One part" },
  { value: "into", label: "Each into a field" },
] as const;

/** One part of a text, or each part into a field of the record. */
export function SplitForm({ step, onChange }: { step: Split; onChange: (step: Split) => void }) {
  const { kind, separator } = step;
  return (
    <div className="mt-2 grid gap-2.5">
      <div className="grid grid-cols-2 gap-2.5 max-sm:grid-cols-1">
        <Field label="Split at">
          <Input
            value={separator}
            onChange={(event) => onChange({ ...step, separator: event.target.value })}
          />
        </Field>
        <Field label="Take">
          <Segments
            options={takings}
            value={"into" in step ? "into" : "index"}
            onChange={(taking) =>
              onChange(taking === "into" ? { kind, separator, into: [""] } : { kind, separator, index: 0 })
            }
          />
        </Field>
      </div>
      {"into" in step ? (
        <PathsField
          label="Places to write; the last one takes what is left"
          paths={step.into}
          onChange={(into) => onChange({ ...step, into })}
        />
      ) : (
        <Field label="Which part" help="Counted from 1">
          <Input
            type="number"
            min={1}
            max={1001}
            value={step.index + 1}
            onChange={(event) =>
              onChange({ ...step, index: Math.max(Number.parseInt(event.target.value, 10) - 1 || 0, 0) })
            }
          />
        </Field>
      )}
    </div>
  );
}
