/** Checks field mappings and makes them ready to run. */
import { z } from "zod";
import type { FieldError } from "@/lib/platform/errors";
import { mappingErrors } from "./errors";
import { parsePath } from "./path";
import { type FieldMapping, fieldMappingsSchema, type LookupTable, stepsOf } from "./schema";
import { type CodeRunner, type Step, type StepMaterial, stepFor } from "./steps";
import { wordsOf } from "./words";
import { parseWritablePath, type WritablePath } from "./write-path";

export interface CompiledField {
  readonly mapping: FieldMapping;
  readonly local: WritablePath;
  readonly remote: ReturnType<typeof parsePath>;
  /** Undefined where the field is pulled only. */
  readonly remoteTarget?: WritablePath;
  readonly steps: readonly Step[];
}

/** Field mappings ready to run over any number of records. */
export interface CompiledMapping {
  readonly fields: readonly CompiledField[];
  /** What it was made of, as text: a thread makes its own of it. */
  readonly definition: string;
}

interface MappingCheck {
  /** The mapping, ready to run; undefined when there are errors. */
  readonly compiled?: CompiledMapping;
  readonly errors: readonly FieldError[];
  /** What works otherwise than it reads: fields that can only be pulled. */
  readonly notices: readonly FieldError[];
}

type Report = (path: string, message: string) => void;

interface Reports {
  readonly fail: Report;
  readonly notice: Report;
}

function attempt<T>(path: string, report: Report, make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    report(path, wordsOf(error));
    return undefined;
  }
}

function compileSteps(mapping: FieldMapping, place: string, material: StepMaterial, reports: Reports) {
  const transforms = stepsOf(mapping);
  return transforms.flatMap((transform, index) => {
    const at = `${place}.transform[${index}]`;
    const step = attempt(at, reports.fail, () => stepFor(transform, material));
    if (step?.into && index < transforms.length - 1)
      reports.fail(at, "A split into several fields comes last.");
    if (step && !step.backward && mapping.direction !== "pull") {
      const report = mapping.direction === "push" ? reports.fail : reports.notice;
      report(at, `${transform.kind} cannot be undone, so the field is only pulled.`);
    }
    return step ?? [];
  });
}

function compileField(
  mapping: FieldMapping,
  place: string,
  material: StepMaterial,
  reports: Reports,
): CompiledField | undefined {
  const steps = compileSteps(mapping, place, material, reports);
  const isPushed = mapping.direction !== "pull" && steps.every(({ backward }) => backward);
  const local = attempt(`${place}.localField`, reports.fail, () => parseWritablePath(mapping.localField));
  const remotePlace = `${place}.remoteField`;
  const remote = attempt(remotePlace, reports.fail, () => parsePath(mapping.remoteField));
  if (local === undefined || remote === undefined) return undefined;
  const remoteTarget = isPushed
    ? attempt(remotePlace, reports.fail, () => parseWritablePath(mapping.remoteField))
    : undefined;
  return { mapping, local, remote, steps, remoteTarget };
}

/** This process runs no code of people: mappings that have some are handed to threads before it comes to that. */
const runsNothing: CodeRunner = () => {
  throw new TypeError("Code of people runs in threads alone");
};

/** Reads, checks and compiles field mappings, and says what is wrong or pull-only, with its place in the list. */
export function validateMapping(
  mappings: unknown,
  lookups: readonly LookupTable[] = [],
  runCode: CodeRunner = runsNothing,
): MappingCheck {
  const shaped = fieldMappingsSchema.safeParse(mappings);
  if (!shaped.success) {
    const errors = shaped.error.issues.map(({ path, message }) => ({
      path: z.core.toDotPath(path),
      message,
    }));
    return { errors, notices: [] };
  }
  const material = { runCode, lookups: new Map(lookups.map((table) => [table.name, table])) };
  const errors: FieldError[] = [];
  const notices: FieldError[] = [];
  const reports = {
    fail: (path: string, message: string) => void errors.push({ path, message }),
    notice: (path: string, message: string) => void notices.push({ path, message }),
  };
  const fields = shaped.data.flatMap(
    (mapping, index) => compileField(mapping, `[${index}]`, material, reports) ?? [],
  );
  const definition = JSON.stringify({ mappings: shaped.data, lookups });
  return { ...(errors.length === 0 && { compiled: { fields, definition } }), errors, notices };
}

/** Field mappings ready to run. Throws `mapping_invalid` with every error and its place. */
export function compileMapping(
  mappings: unknown,
  lookups?: readonly LookupTable[],
  runCode?: CodeRunner,
): CompiledMapping {
  const { compiled, errors } = validateMapping(mappings, lookups, runCode);
  if (compiled === undefined) throw mappingErrors.mapping_invalid({ errors });
  return compiled;
}
