/** The nine kinds of transformation as functions, made once per mapping. */
import { mappingErrors } from "./errors";
import { mappingFunctions } from "./functions";
import { type Json, parsePath, readFirst } from "./path";
import { assertCustomCode, assertJsonata } from "./sandbox/grammar";
import type { LookupTable, Transform } from "./schema";
import { parseWritablePath, type WritablePath } from "./write-path";

/** `source` is the whole document that is read: the vendor's resource on pull, our record on push. */
type Change = (value: Json, source: Json) => Json;

export interface Step {
  readonly kind: Transform["kind"];
  readonly forward: Change;
  /** What undoes it on push; without one the field is pull-only. */
  readonly backward?: Change;
  /** It runs code of people, which is done in threads alone. */
  readonly runsCode?: true;
  /** Fields of the record that take the list this step gives, instead of the mapping's own. */
  readonly into?: readonly WritablePath[];
}

/** Runs code of people: JSONata, or the body of a function. */
export type CodeRunner = (kind: "jsonata" | "custom", code: string, value: Json, source: Json) => Json;

type TransformOf<Kind extends Transform["kind"]> = Extract<Transform, { kind: Kind }>;

export interface StepMaterial {
  readonly lookups: ReadonlyMap<string, LookupTable>;
  readonly runCode: CodeRunner;
}

function missing(what: string, name: string) {
  return mappingErrors.mapping_invalid({ detail: `There is no ${what} called ${name}.` });
}

function namedStep({ kind, name, args }: TransformOf<"function">): Step {
  const declared = mappingFunctions.get(name);
  if (declared === undefined) throw missing("function", name);
  const inverse = declared.inverse === null ? undefined : mappingFunctions.get(declared.inverse);
  return { kind, forward: declared.bind(args), backward: inverse?.bind(args) };
}

function lookupStep(step: TransformOf<"lookup">, { lookups }: StepMaterial): Step {
  const table = lookups.get(step.table);
  if (table === undefined) throw missing("lookup table", step.table);
  const key = (value: Json) => JSON.stringify(value);
  const there = new Map(table.rows.toReversed().map(({ from, to }) => [key(from), to]));
  const back = new Map(table.rows.toReversed().map(({ from, to }) => [key(to), from]));
  const fallback = step.default ?? table.default;
  const find = (rows: ReadonlyMap<string | undefined, Json>, value: Json, otherwise?: Json): Json => {
    if (value === null || value === undefined) return null;
    const found = rows.get(key(value)) ?? otherwise;
    if (found !== undefined) return found;
    throw mappingErrors.value_unfit({ detail: `The lookup table ${step.table} has no row for the value.` });
  };
  return {
    kind: step.kind,
    forward: (value) => find(there, value, fallback),
    backward: (value) => find(back, value),
  };
}

function joined(values: readonly Json[], separator: string): Json {
  const parts = values.filter((value) => value !== null && value !== undefined && value !== "");
  if (parts.some((part) => typeof part === "object"))
    throw mappingErrors.value_unfit({ detail: "Only text and numbers can be put together." });
  return parts.length === 0 ? null : parts.join(separator);
}

function concatenateStep({ kind, fields, separator }: TransformOf<"concatenate">): Step {
  const paths = fields.map(parsePath);
  const read = (source: Json) => paths.map((path) => readFirst(path, source));
  return { kind, forward: (_, source) => joined(read(source), separator) };
}

function splitStep(step: TransformOf<"split">): Step {
  const { kind, separator } = step;
  const partsOf = (value: Json): string[] => {
    if (value === null || value === undefined) return [];
    if (typeof value === "string") return value.split(separator);
    throw mappingErrors.value_unfit({ detail: "Only text can be split." });
  };
  if ("index" in step) return { kind, forward: (value) => partsOf(value)[step.index] ?? null };
  const into = step.into.map(parseWritablePath);
  const last = into.length - 1;
  return {
    kind,
    into,
    forward: (value) => {
      const parts = partsOf(value);
      const rest = parts.slice(last).join(separator) || null;
      return into.map((_, index) => (index === last ? rest : (parts[index] ?? null)));
    },
    backward: (_, source) =>
      joined(
        into.map((path) => readFirst(path, source)),
        separator,
      ),
  };
}

function expressionChange(code: string, { runCode }: StepMaterial): Change {
  assertJsonata(code);
  return (value, source) => runCode("jsonata", code, value, source);
}

function conditionalStep(step: TransformOf<"conditional">, material: StepMaterial): Step {
  const when = expressionChange(step.when, material);
  const forward: Change = (value, source) => (when(value, source) ? step.then : step.else);
  return { kind: step.kind, runsCode: true, forward };
}

function customChange(code: string, { runCode }: StepMaterial): Change {
  assertCustomCode(code);
  return (value, source) => runCode("custom", code, value, source);
}

/**
 * The step a transformation stands for.
 * Throws what is wrong with it: a coded error, or a ZodError for arguments that do not fit.
 */
export function stepFor(transform: Transform, material: StepMaterial): Step {
  const { kind } = transform;
  const same: Change = (value) => value;
  switch (transform.kind) {
    case "direct":
      return { kind, forward: same, backward: same };
    case "function":
      return namedStep(transform);
    case "lookup":
      return lookupStep(transform, material);
    case "concatenate":
      return concatenateStep(transform);
    case "split":
      return splitStep(transform);
    case "conditional":
      return conditionalStep(transform, material);
    case "default":
      return { kind, forward: (value) => value ?? transform.value, backward: same };
    case "expression":
      return {
        kind,
        runsCode: true,
        forward: expressionChange(transform.jsonata, material),
        backward: transform.reverse === undefined ? undefined : expressionChange(transform.reverse, material),
      };
    case "custom":
      return {
        kind,
        runsCode: true,
        forward: customChange(transform.code, material),
        backward: transform.reverse === undefined ? undefined : customChange(transform.reverse, material),
      };
  }
}
