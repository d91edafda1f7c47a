/** Compiles field mappings once, checks them, and runs them over records. */
import { z } from "zod";
import { type FieldError, isCarelaneError } from "@/lib/platform/errors";
import { mappingErrors } from "./errors";
import { type Json, parsePath, readFirst } from "./path";
import { loadEngine } from "./sandbox/sandbox";
import {
  type FieldMapping,
  fieldMappingsSchema,
  type LookupTable,
  stepsOf,
  type TransformKind,
} from "./schema";
import { type Step, type StepMaterial, stepFor } from "./steps";
import { parseWritablePath, remove, type WritablePath, write } from "./write-path";

interface CompiledField {
  readonly mapping: FieldMapping;
  readonly local: WritablePath;
  readonly remote: ReturnType<typeof parsePath>;
  /** Undefined where the field is pulled only. */
  readonly remoteTarget?: WritablePath;
  readonly steps: readonly Step[];
}

/** Field mappings ready to run over any number of records. */
export type CompiledMapping = readonly CompiledField[];

export interface MappingStep {
  readonly localField: string;
  readonly remoteField: string;
  readonly kind: TransformKind;
  readonly before: Json;
  readonly after: Json;
  readonly error?: string;
}

export interface MappingOutcome {
  readonly output: Json;
  readonly steps: readonly MappingStep[];
  readonly errors: readonly FieldError[];
}

export interface MappingCheck {
  /** The mapping, ready to run; undefined when there are errors. */
  readonly compiled?: CompiledMapping;
  readonly errors: readonly FieldError[];
  /** What works otherwise than it reads: fields that can only be pulled. */
  readonly notices: readonly FieldError[];
}

/** What an error may say to anyone; an unknown one is not ours to swallow. */
function wordsOf(error: unknown): string {
  if (isCarelaneError(error)) return error.detail ?? error.title;
  if (error instanceof z.ZodError) return z.prettifyError(error);
  throw error;
}

type Report = (path: string, message: string) => void;

function attempt<T>(path: string, report: Report, make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    report(path, wordsOf(error));
    return undefined;
  }
}

function compileField(
  mapping: FieldMapping,
  place: string,
  material: StepMaterial,
  { fail, notice }: { fail: Report; notice: Report },
): CompiledField | undefined {
  const transforms = stepsOf(mapping);
  const steps = transforms.flatMap((transform, index) => {
    const at = `${place}.transform[${index}]`;
    const step = attempt(at, fail, () => stepFor(transform, material));
    if (step?.into && index < transforms.length - 1) fail(at, "A split into several fields comes last.");
    if (step && !step.backward && mapping.direction !== "pull") {
      const report = mapping.direction === "push" ? fail : notice;
      report(at, `${transform.kind} cannot be undone, so the field is only pulled.`);
    }
    return step ?? [];
  });
  const isPushed = mapping.direction !== "pull" && steps.every(({ backward }) => backward);
  const local = attempt(`${place}.localField`, fail, () => parseWritablePath(mapping.localField));
  const remotePlace = `${place}.remoteField`;
  const remote = attempt(remotePlace, fail, () => parsePath(mapping.remoteField));
  if (local === undefined || remote === undefined) return undefined;
  const remoteTarget = isPushed
    ? attempt(remotePlace, fail, () => parseWritablePath(mapping.remoteField))
    : undefined;
  return { mapping, local, remote, steps, remoteTarget };
}

/** Reads, checks and compiles field mappings, and says what is wrong or pull-only, with its place in the list. */
export async function validateMapping(
  mappings: unknown,
  lookups: readonly LookupTable[] = [],
): Promise<MappingCheck> {
  const shaped = fieldMappingsSchema.safeParse(mappings);
  if (!shaped.success) {
    const errors = shaped.error.issues.map(({ path, message }) => ({
      path: z.core.toDotPath(path),
      message,
    }));
    return { errors, notices: [] };
  }
  const material = {
    engine: await loadEngine(),
    lookups: new Map(lookups.map((table) => [table.name, table])),
  };
  const errors: FieldError[] = [];
  const notices: FieldError[] = [];
  const reports = {
    fail: (path: string, message: string) => void errors.push({ path, message }),
    notice: (path: string, message: string) => void notices.push({ path, message }),
  };
  const compiled = shaped.data.flatMap(
    (mapping, index) => compileField(mapping, `[${index}]`, material, reports) ?? [],
  );
  return { ...(errors.length === 0 && { compiled }), errors, notices };
}

/** Field mappings ready to run. Throws `mapping_invalid` with every error and its place. */
export async function compileMapping(
  mappings: unknown,
  lookups?: readonly LookupTable[],
): Promise<CompiledMapping> {
  const { compiled, errors } = await validateMapping(mappings, lookups);
  if (compiled === undefined) throw mappingErrors.mapping_invalid({ errors });
  return compiled;
}

interface Run {
  output: Json;
  readonly source: Json;
  readonly steps: MappingStep[];
  readonly errors: FieldError[];
}

/** The value after the steps, each of them told; undefined when one failed. */
function transformed(
  run: Run,
  { mapping }: CompiledField,
  value: Json,
  steps: readonly [TransformKind, Step["forward"]][],
) {
  const { localField, remoteField } = mapping;
  let before: Json = value ?? null;
  for (const [kind, change] of steps) {
    const told = { localField, remoteField, kind, before };
    try {
      before = change(before, run.source) ?? null;
      run.steps.push({ ...told, after: before });
    } catch (error) {
      run.steps.push({ ...told, after: null, error: wordsOf(error) });
      throw error;
    }
  }
  return before;
}

/** A value that is nothing clears its field, as the other side has. */
function put(run: Run, path: WritablePath, value: Json): void {
  run.output =
    value === null || value === undefined ? remove(path, run.output) : write(path, run.output, value);
}

function pullField(run: Run, field: CompiledField): void {
  const steps = field.steps.map(({ kind, forward }): [TransformKind, Step["forward"]] => [kind, forward]);
  const value = transformed(run, field, readFirst(field.remote, run.source), steps);
  if (value === null && field.mapping.required)
    throw mappingErrors.value_unfit({ detail: "It is required, and missing." });
  const into = field.steps.at(-1)?.into;
  if (into === undefined) put(run, field.local, value);
  else for (const [index, path] of into.entries()) put(run, path, Array.isArray(value) ? value[index] : null);
}

function pushField(run: Run, field: CompiledField, target: WritablePath): void {
  const steps = field.steps
    .toReversed()
    .flatMap(({ kind, backward }): [TransformKind, Step["forward"]][] =>
      backward ? [[kind, backward]] : [],
    );
  const value = transformed(run, field, readFirst(field.local, run.source), steps);
  if (value === null && field.mapping.required)
    throw mappingErrors.value_unfit({ detail: "It is required, and missing." });
  put(run, target, value);
}

/** Runs one field; when it fails, the output stays as it was before and the error names the field's place. */
function runField(run: Run, place: string, apply: () => void): void {
  const { output } = run;
  try {
    apply();
  } catch (error) {
    run.output = output;
    run.errors.push({ path: place, message: wordsOf(error) });
  }
}

/** Our record with what the vendor's resource says laid over `base`; each failed field keeps the base's value. */
export function applyPull(mapping: CompiledMapping, resource: Json, base: Json): MappingOutcome {
  const run: Run = { source: resource, output: base, steps: [], errors: [] };
  for (const field of mapping)
    if (field.mapping.direction !== "push")
      runField(run, field.mapping.localField, () => pullField(run, field));
  return { output: run.output, steps: run.steps, errors: run.errors };
}

/** The vendor's resource, as it was read, with what our record says; what no mapping names stays as it is. */
export function applyPush(mapping: CompiledMapping, record: Json, resource: Json): MappingOutcome {
  const run: Run = { source: record, output: resource, steps: [], errors: [] };
  for (const field of mapping) {
    const { remoteTarget } = field;
    if (remoteTarget) runField(run, field.mapping.remoteField, () => pushField(run, field, remoteTarget));
  }
  return { output: run.output, steps: run.steps, errors: run.errors };
}
