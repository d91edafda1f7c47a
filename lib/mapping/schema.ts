/** What a field mapping says. Plain shapes without conversions, so that forms and the API reference can use them. */
import { z } from "zod";

/** A JSONPath (RFC 9535); the leading `$.` may be left out. */
const fieldPath = z.string().trim().min(1).max(500);
const code = z.string().trim().min(1).max(10_000);
const separator = z.string().max(20);

const direct = z.object({ kind: z.literal("direct") });
const named = z.object({
  kind: z.literal("function"),
  name: z.string().min(1).max(100),
  args: z.record(z.string().max(100), z.json()).optional(),
});
const lookup = z.object({
  kind: z.literal("lookup"),
  table: z.string().min(1).max(100),
  default: z.json().optional(),
});
const concatenate = z.object({
  kind: z.literal("concatenate"),
  /** Paths of the vendor's resource. */
  fields: z.array(fieldPath).min(1).max(20),
  separator,
});
const splitShape = { kind: z.literal("split"), separator: separator.min(1) };
const split = z.union([
  /** Paths of the record; the last one takes what is left. */
  z.object({ ...splitShape, into: z.array(fieldPath).min(1).max(20) }),
  /** The part that is taken, counted from 0. */
  z.object({ ...splitShape, index: z.int().min(0).max(1000) }),
]);
const conditional = z.object({
  kind: z.literal("conditional"),
  when: code.describe("JSONata"),
  // biome-ignore lint/suspicious/noThenProperty: the contract's word; a transformation is never awaited.
  then: z.json(),
  else: z.json(),
});
const fallback = z.object({ kind: z.literal("default"), value: z.json() });
const expression = z.object({
  kind: z.literal("expression"),
  jsonata: code,
  reverse: code.optional(),
});
const custom = z.object({ kind: z.literal("custom"), code, reverse: code.optional() });

export const transformSchema = z.union([
  direct,
  named,
  lookup,
  concatenate,
  split,
  conditional,
  fallback,
  expression,
  custom,
]);

export type Transform = z.output<typeof transformSchema>;
export type TransformKind = Transform["kind"];

/** A bare name stands for the function of that name. */
const stepSchema = z.union([z.string().min(1).max(100), transformSchema]);

export const fieldMappingSchema = z.object({
  localField: fieldPath,
  remoteField: fieldPath,
  required: z.boolean().default(false),
  direction: z.enum(["pull", "push", "both"]).default("both"),
  transform: z.union([stepSchema, z.array(stepSchema).max(20)]).optional(),
  policy: z.enum(["source_wins", "dest_wins", "newest_wins", "merge", "manual"]).optional(),
  severity: z.enum(["LOW", "MEDIUM", "HIGH"]).optional(),
});

export type FieldMapping = z.output<typeof fieldMappingSchema>;
export type FieldMappingInput = z.input<typeof fieldMappingSchema>;

export const fieldMappingsSchema = z.array(fieldMappingSchema).max(500);

/** Codes of the vendor (`from`) and ours (`to`); read backwards on push, where the first row that fits counts. */
export const lookupTableSchema = z
  .object({
    name: z.string().min(1).max(100),
    rows: z.array(z.object({ from: z.json(), to: z.json() })).max(10_000),
    default: z.json().optional(),
  })
  .meta({ id: "LookupTable" });

export type LookupTable = z.output<typeof lookupTableSchema>;

/** A table as it is sent under its name. */
export const lookupContentSchema = lookupTableSchema.omit({ name: true });

/** The steps of a mapping in pull order, shorthand spelled out. A mapping without a transformation copies. */
export function stepsOf(mapping: Pick<FieldMapping, "transform">): Transform[] {
  const { transform } = mapping;
  if (transform === undefined) return [{ kind: "direct" }];
  return [transform]
    .flat()
    .map((step) => (typeof step === "string" ? { kind: "function", name: step } : step));
}

const noted = {
  version: z.int().nonnegative().describe("0 before a mapping was ever saved"),
  note: z.string().nullable(),
  by: z.object({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
  at: z.string().nullable(),
} as const;

const placed = z.object({ path: z.string(), message: z.string() });

/** How an entity of an integration is mapped. */
export const mappingViewSchema = z
  .object({
    entity: z.string(),
    ...noted,
    fieldMappings: fieldMappingsSchema,
    notices: z.array(placed).describe("What works otherwise than it reads: fields that can only be pulled"),
    versions: z.array(z.object(noted)).describe("Newest first; the first one is in force"),
  })
  .meta({ id: "MappingVersions" });

export type MappingView = z.input<typeof mappingViewSchema>;

const note = z.string().trim().max(500).nullish().describe("Why it was changed");
const seenVersion = z
  .int()
  .nonnegative()
  .optional()
  .describe("The version that was changed; refused when another was saved meanwhile");

/** Its field mappings are read by the mapping itself, which says what is wrong with its place. */
export const mappingRequestSchema = z
  .object({ fieldMappings: fieldMappingsSchema, note, version: seenVersion })
  .meta({ id: "MappingRequest" });

export type MappingRequest = z.output<typeof mappingRequestSchema>;

export const rollbackRequestSchema = z.object({
  version: z.int().positive().describe("The version whose field mappings come back"),
  note,
});

export type RollbackRequest = z.output<typeof rollbackRequestSchema>;

const document = z.record(z.string(), z.json());

/** One record to show a mapping with: a sample, the vendor's by its id (read live), or ours as it was last taken in. */
export const previewRequestSchema = z
  .object({
    record: document.optional().describe("What is read: a vendor's resource on pull, a record on push"),
    remoteId: z.string().min(1).max(200).optional(),
    recordId: z.string().min(1).max(100).optional(),
    direction: z.enum(["pull", "push"]).default("pull"),
    mapping: fieldMappingsSchema.optional().describe("Field mappings that are not saved yet"),
  })
  .refine(
    ({ record, remoteId, recordId }) =>
      [record, remoteId, recordId].filter((given) => given !== undefined).length === 1,
    { path: ["record"], error: "give one of record, remoteId and recordId" },
  )
  .meta({ id: "MappingPreviewRequest" });

export type PreviewRequest = z.output<typeof previewRequestSchema>;

export const mappingPreviewSchema = z
  .object({
    input: z.unknown().describe("The document that was read"),
    output: z.unknown().describe("The document that was written"),
    steps: z.array(
      z.object({
        localField: z.string(),
        remoteField: z.string(),
        kind: z.string(),
        before: z.unknown(),
        after: z.unknown(),
        error: z.string().optional(),
      }),
    ),
    errors: z.array(placed).describe("Fields that were refused, and why"),
  })
  .meta({ id: "MappingPreview" });

export type MappingPreview = z.input<typeof mappingPreviewSchema>;

/** A named function as people choose it. */
export const mappingFunctionSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    args: z.record(z.string(), z.json()).describe("JSON Schema of the arguments"),
    reversible: z.boolean(),
    inverse: z.string().nullable().describe("The function that runs in its place on push"),
    examples: z.array(
      z.object({ input: z.json(), args: z.record(z.string(), z.json()).optional(), output: z.json() }),
    ),
  })
  .meta({ id: "MappingFunction" });

export type MappingFunctionView = z.input<typeof mappingFunctionSchema>;
