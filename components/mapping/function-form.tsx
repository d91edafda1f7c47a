import { z } from "zod";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Transform } from "@/lib/mapping/schema";
import { JsonInput } from "./json-input";
import { type Json, textOfJson } from "./json-text";
import { useMappingFunctions } from "./use-mapping";

type FunctionStep = Extract<Transform, { kind: "function" }>;
type FunctionFormProps = { step: FunctionStep; onChange: (step: FunctionStep) => void };

const argSchema = z.looseObject({
  type: z.string().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
});
const argsSchema = z.looseObject({
  properties: z.record(z.string(), argSchema).default({}),
  required: z.array(z.string()).default([]),
});

/** A named function with its arguments, drawn from what it declares. */
export function FunctionForm({ step, onChange }: FunctionFormProps) {
  const { data: functions = [] } = useMappingFunctions();
  const chosen = functions.find(({ name }) => name === step.name);
  const { properties, required } = argsSchema.parse(chosen?.args ?? {});
  const example = chosen?.examples[0];
  const put = (name: string, value: Json | undefined) => {
    const { [name]: _, ...others } = step.args ?? {};
    const args = value === undefined ? others : { ...others, [name]: value };
    onChange({ ...step, args: Object.keys(args).length > 0 ? args : undefined });
  };
  return (
    <div className="mt-2 grid gap-2.5">
      <Field
        label="Function"
        help={
          chosen && example
            ? `${chosen.description} ${textOfJson(example.input)} becomes ${textOfJson(example.output)}.`
            : chosen?.description
        }
      >
        <Select
          options={functions.map(({ name, description }) => ({
            value: name,
            label: name,
            detail: description,
          }))}
          value={step.name || null}
          onChange={(name) => onChange({ kind: "function", name })}
          placeholder="Choose a function"
        />
      </Field>
      {Object.entries(properties).map(([name, arg]) => (
        <ArgumentField
          key={name}
          name={name}
          arg={arg}
          optional={!required.includes(name)}
          value={step.args?.[name]}
          onChange={(value) => put(name, value)}
        />
      ))}
    </div>
  );
}

type ArgumentFieldProps = {
  name: string;
  arg: z.output<typeof argSchema>;
  optional: boolean;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
};

function ArgumentField({ name, arg, optional, value, onChange }: ArgumentFieldProps) {
  const usual = arg.default === undefined ? undefined : `${textOfJson(arg.default)} when left empty`;
  const help = [arg.description, usual].filter(Boolean).join("; ");
  return (
    <Field label={name} optional={optional || arg.default !== undefined} help={help || undefined}>
      {arg.type === "string" ? (
        <Input
          value={textOfJson(value)}
          onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
        />
      ) : (
        <JsonInput value={value} onChange={(next) => onChange(next === "" ? undefined : next)} />
      )}
    </Field>
  );
}
