/** Runs a mapping over one record, field by field. */
import { isDeepStrictEqual } from "node:util";
import type { CompiledField } from "./compile";
import { mappingErrors } from "./errors";
import { type Json, readFirst } from "./path";
import type { FieldMapping, TransformKind } from "./schema";
import type { Step } from "./steps";
import { wordsOf } from "./words";
import { remove, type WritablePath, write } from "./write-path";

export type MappingDirection = "pull" | "push";

export interface MappingInput {
  /** The document that is read: the vendor's resource on pull, our record on push. */
  readonly source: Json;
  /** The document that is written into; it is not changed itself. */
  readonly target: Json;
  /** On push: our record as `target` already says it. Fields in which it does not differ are not written. */
  readonly before?: Json;
}

interface MappingStep {
  readonly localField: string;
  readonly remoteField: string;
  readonly kind: TransformKind;
  readonly before: Json;
  readonly after: Json;
  readonly error?: string;
}

/** A field that could not be mapped; holds nothing of its value. */
interface FieldFailure {
  /** The path in the document that is written; empty when it is not known which field it was. */
  readonly path: string;
  readonly message: string;
  /** Without this field the record is of no use. */
  readonly required: boolean;
}

export interface MappingOutcome {
  readonly output: Json;
  /** Each step that was taken; empty unless they were asked for. */
  readonly steps: readonly MappingStep[];
  /** The fields that kept what `target` held, and why. */
  readonly errors: readonly FieldFailure[];
}

interface Run {
  output: Json;
  readonly source: Json;
  readonly steps?: MappingStep[];
  readonly errors: FieldFailure[];
}

type Change = readonly [TransformKind, Step["forward"]];

function missing() {
  return mappingErrors.value_unfit({ detail: "It is required, and missing." });
}

/** The value after the changes, each of them told. Throws what the first that fails throws. */
function transformed(run: Run, mapping: FieldMapping, value: Json, changes: readonly Change[]): Json {
  const { localField, remoteField } = mapping;
  let before: Json = value ?? null;
  for (const [kind, change] of changes) {
    try {
      const after: Json = change(before, run.source) ?? null;
      run.steps?.push({ localField, remoteField, kind, before, after });
      before = after;
    } catch (error) {
      run.steps?.push({ localField, remoteField, kind, before, after: null, error: wordsOf(error) });
      throw error;
    }
  }
  if (before === null && mapping.required) throw missing();
  return before;
}

/** A value that is nothing clears its field, as the other side has. */
function put(run: Run, path: WritablePath, value: Json): void {
  run.output =
    value === null || value === undefined ? remove(path, run.output) : write(path, run.output, value);
}

function pullField(run: Run, field: CompiledField): void {
  const changes = field.steps.map(({ kind, forward }): Change => [kind, forward]);
  const value = transformed(run, field.mapping, readFirst(field.remote, run.source), changes);
  const into = field.steps.at(-1)?.into;
  if (into === undefined) put(run, field.local, value);
  else for (const [index, path] of into.entries()) put(run, path, Array.isArray(value) ? value[index] : null);
}

function pushField(run: Run, field: CompiledField, target: WritablePath): void {
  const changes = field.steps
    .toReversed()
    .flatMap(({ kind, backward }): Change[] => (backward ? [[kind, backward]] : []));
  put(run, target, transformed(run, field.mapping, readFirst(field.local, run.source), changes));
}

/** Runs one field; when it fails, the output stays as it was before and the error names the field's place. */
function runField(run: Run, { mapping }: CompiledField, path: string, apply: () => void): void {
  const { output } = run;
  try {
    apply();
  } catch (error) {
    run.output = output;
    run.errors.push({ path, message: wordsOf(error), required: mapping.required });
  }
}

/** The places of our record that a field is read into. */
function localPathsOf({ steps, local }: CompiledField): readonly WritablePath[] {
  return steps.at(-1)?.into ?? [local];
}

function isSaidAlready(field: CompiledField, source: Json, before: Json): boolean {
  return localPathsOf(field).every((path) =>
    isDeepStrictEqual(readFirst(path, source) ?? null, readFirst(path, before) ?? null),
  );
}

/** Our record with what a mapping read into it taken out again: these places say what `converted` says there. */
export function withoutMapped(fields: readonly CompiledField[], record: Json, converted: Json): Json {
  return fieldsFor(fields, "pull")
    .flatMap(localPathsOf)
    .reduce<Json>((made, path) => {
      const value = readFirst(path, converted) ?? null;
      return value === null ? remove(path, made) : write(path, made, value);
    }, record);
}

/** The fields that a direction writes. */
export function fieldsFor(
  fields: readonly CompiledField[],
  direction: MappingDirection,
): readonly CompiledField[] {
  return fields.filter(({ mapping, remoteTarget }) =>
    direction === "pull" ? mapping.direction !== "push" : remoteTarget !== undefined,
  );
}

/** Runs the fields of a direction; `tellsSteps` keeps what each step made. */
export function runFields(
  fields: readonly CompiledField[],
  direction: MappingDirection,
  { source, target, before }: MappingInput,
  tellsSteps: boolean,
): MappingOutcome {
  const run: Run = { source, output: target, steps: tellsSteps ? [] : undefined, errors: [] };
  for (const field of fields) {
    const { remoteTarget, mapping } = field;
    if (direction === "pull") runField(run, field, mapping.localField, () => pullField(run, field));
    else if (remoteTarget && (before === undefined || !isSaidAlready(field, source, before)))
      runField(run, field, mapping.remoteField, () => pushField(run, field, remoteTarget));
  }
  return { output: run.output, steps: run.steps ?? [], errors: run.errors };
}
