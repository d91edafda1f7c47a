/** The nine kinds of steps in words: what each does, how it begins, and what becomes of it on push. Pure. */
import type { MappingFunctionView, Transform, TransformKind } from "@/lib/mapping/schema";

interface StepKind {
  readonly label: string;
  readonly help: string;
  /** A step of the kind that is still to be filled in. */
  readonly begin: () => Transform;
}

export const stepKinds: Readonly<Record<TransformKind, StepKind>> = {
  direct: { label: "Copy", help: "The value as it is.", begin: () => ({ kind: "direct" }) },
  function: {
    label: "Function",
    help: "One of the named functions.",
    begin: () => ({ kind: "function", name: "" }),
  },
  lookup: {
    label: "Lookup",
    help: "Their codes into ours by a table.",
    begin: () => ({ kind: "lookup", table: "" }),
  },
  concatenate: {
    label: "Join",
    help: "Several fields of theirs into one text.",
    begin: () => ({ kind: "concatenate", fields: [""], separator: " " }),
  },
  split: {
    label: "Split",
    help: "One text of theirs into parts.",
    begin: () => ({ kind: "split", separator: " ", index: 0 }),
  },
  conditional: {
    label: "Condition",
    help: "One of two values, as a JSONata condition holds or not.",
    begin: () => ({
      kind: "conditional",
      when: "",
      // biome-ignore lint/suspicious/noThenProperty: the contract's word; a step is never awaited.
      then: "",
      else: "",
    }),
  },
  default: {
    label: "Default",
    help: "A value where there is none.",
    begin: () => ({ kind: "default", value: "" }),
  },
  expression: {
    label: "JSONata",
    help: "An expression over the value.",
    begin: () => ({ kind: "expression", jsonata: "" }),
  },
  custom: {
    label: "Code",
    help: "The body of a JavaScript function that returns the new value.",
    begin: () => ({ kind: "custom", code: "" }),
  },
};

export const kindNames: readonly TransformKind[] = [
  "function",
  "lookup",
  "default",
  "concatenate",
  "split",
  "conditional",
  "expression",
  "custom",
  "direct",
];

/** The label of a kind as the server names it. */
export function kindLabel(kind: string): string {
  const name = kindNames.find((each) => each === kind);
  return name === undefined ? kind : stepKinds[name].label;
}

/** A step in a few words, for the line of its field. */
export function stepWords(step: Transform): string {
  switch (step.kind) {
    case "function":
      return step.name || "function";
    case "lookup":
      return `lookup ${step.table}`;
    default:
      return stepKinds[step.kind].label.toLowerCase();
  }
}

const oneWay = "Cannot be undone, so the field is only pulled.";
const asItIs = "On push the value goes as it is.";

function pushOfFunction(declared: MappingFunctionView | undefined): string | null {
  if (!declared) return null;
  if (declared.inverse === null) return oneWay;
  return declared.inverse === "identity" ? asItIs : `On push ${declared.inverse} runs in its place.`;
}

function pushOfCode(reverse: string | undefined): string {
  return reverse === undefined ? `${oneWay} Give a way back to push it.` : "On push the way back runs.";
}

/** What becomes of a step when the record goes out; null where it is not known yet. */
export function pushWords(step: Transform, functions: readonly MappingFunctionView[]): string | null {
  switch (step.kind) {
    case "function":
      return pushOfFunction(functions.find(({ name }) => name === step.name));
    case "lookup":
      return "On push the table is read backwards.";
    case "split":
      return "into" in step ? "On push the parts are joined." : oneWay;
    case "concatenate":
    case "conditional":
      return oneWay;
    case "direct":
    case "default":
      return asItIs;
    case "expression":
    case "custom":
      return pushOfCode(step.reverse);
  }
}
