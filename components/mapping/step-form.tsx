import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Transform } from "@/lib/mapping/schema";
import { CodeField } from "./code-field";
import { FunctionForm } from "./function-form";
import { JsonInput } from "./json-input";
import { LookupForm } from "./lookup-form";
import { PathsField } from "./paths-field";
import { SplitForm } from "./split-form";

type StepFormProps = {
  step: Transform;
  /** Nothing goes back through it. */
  isOneWay: boolean;
  onChange: (step: Transform) => void;
};

/** What a step of each kind needs. */
export function StepForm({ step, isOneWay, onChange }: StepFormProps) {
  switch (step.kind) {
    case "direct":
      return null;
    case "function":
      return <FunctionForm step={step} onChange={onChange} />;
    case "lookup":
      return <LookupForm step={step} onChange={onChange} />;
    case "split":
      return <SplitForm step={step} onChange={onChange} />;
    case "concatenate":
      return <ConcatenateForm step={step} onChange={onChange} />;
    case "conditional":
      return <ConditionForm step={step} onChange={onChange} />;
    case "default":
      return (
        <Field label="Value" className="mt-2">
          <JsonInput value={step.value} onChange={(value) => onChange({ ...step, value })} />
        </Field>
      );
    case "expression":
      return (
        <StepCode
          isOneWay={isOneWay}
          code={step.jsonata}
          reverse={step.reverse}
          help={jsonataHelp}
          onChange={(jsonata, reverse) => onChange({ ...step, jsonata, reverse })}
        />
      );
    case "custom":
      return (
        <StepCode
          isOneWay={isOneWay}
          code={step.code}
          reverse={step.reverse}
          help="JavaScript without host. It has value and source, and returns."
          onChange={(code, reverse) => onChange({ ...step, code, reverse })}
        />
      );
  }
}

const jsonataHelp = "JSONata. $ is the value, $source the whole document that is read.";

type KindProps<Kind extends Transform["kind"]> = {
  step: Extract<Transform, { kind: Kind }>;
  onChange: (step: Transform) => void;
};

function ConcatenateForm({ step, onChange }: KindProps<"concatenate">) {
  return (
    <div className="mt-2 grid gap-2.5">
      <PathsField
        label="Paths to read, in order"
        paths={step.fields}
        onChange={(fields) => onChange({ ...step, fields })}
      />
      <Field label="Put between them">
        <Input
          value={step.separator}
          onChange={(event) => onChange({ ...step, separator: event.target.value })}
        />
      </Field>
    </div>
  );
}

function ConditionForm({ step, onChange }: KindProps<"conditional">) {
  return (
    <div className="mt-2 grid gap-2.5">
      <CodeField
        label="Condition"
        help={jsonataHelp}
        value={step.when}
        onChange={(when) => onChange({ ...step, when })}
      />
      <div className="grid grid-cols-2 gap-2.5">
        <Field label="Where it holds">
          {/* biome-ignore lint/suspicious/noThenProperty: the contract's word; a step is never awaited. */}
          <JsonInput value={step.then} onChange={(value) => onChange({ ...step, then: value })} />
        </Field>
        <Field label="Where not">
          <JsonInput value={step.else} onChange={(value) => onChange({ ...step, else: value })} />
        </Field>
      </div>
    </div>
  );
}

type StepCodeProps = {
  isOneWay: boolean;
  code: string;
  reverse: string | undefined;
  help: string;
  onChange: (code: string, reverse: string | undefined) => void;
};

/** Code for the way in, and for the way out where there is one. */
function StepCode({ isOneWay, code, reverse, help, onChange }: StepCodeProps) {
  return (
    <div className="mt-2 grid gap-2.5">
      <CodeField
        label={isOneWay ? "Code" : "On pull"}
        help={help}
        value={code}
        onChange={(next) => onChange(next, reverse)}
      />
      {isOneWay ? null : (
        <CodeField
          label="The way back, on push"
          optional
          value={reverse ?? ""}
          onChange={(next) => onChange(code, next.trim() === "" ? undefined : next)}
        />
      )}
    </div>
  );
}
