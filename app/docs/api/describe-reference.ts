/** From the OpenAPI document to what the page shows: rows of fields, and where their types are explained. */
import { z } from "zod";

const jsonSchema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), jsonSchema).optional();
  },
  get items() {
    return jsonSchema.optional();
  },
  get anyOf() {
    return z.array(jsonSchema).optional();
  },
  get oneOf() {
    return z.array(jsonSchema).optional();
  },
});
type Schema = z.infer<typeof jsonSchema>;

const content = z.record(z.string(), z.object({ schema: jsonSchema }));

const operationSchema = z.object({
  operationId: z.string(),
  summary: z.string(),
  tags: z.array(z.string()).min(1),
  "x-permission": z.string(),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.string(),
      required: z.boolean(),
      description: z.string().optional(),
      schema: jsonSchema,
    }),
  ),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: content.optional() })),
});

const referenceSchema = z.object({
  info: z.object({ version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), jsonSchema) }),
  "x-errors": z.array(
    z.object({ code: z.string(), status: z.number(), title: z.string(), owner: z.string() }),
  ),
});

export interface FieldView {
  readonly name: string;
  readonly type: string;
  /** Name of the schema that explains the type, if it has one. */
  readonly schema?: string;
  readonly required: boolean;
  readonly note?: string;
}

export interface OperationView {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly permission: string;
  readonly parameters: readonly FieldView[];
  readonly body: readonly FieldView[];
  readonly answers: readonly { status: string; description: string; fields: readonly FieldView[] }[];
}

export interface ReferenceView {
  readonly version: string;
  readonly operations: readonly OperationView[];
  readonly schemas: readonly { name: string; fields: readonly FieldView[] }[];
  readonly errors: readonly { code: string; status: number; title: string; owner: string }[];
}

function schemaName({ $ref }: Schema): string | undefined {
  return $ref?.split("/").at(-1);
}

/** The schema a field's type leads to: its own, that of its items, or that of its one alternative to null. */
function linkedSchema(schema: Schema): string | undefined {
  const inner = schema.items ?? schema.anyOf?.find((choice) => choice.type !== "null");
  return schemaName(schema) ?? (inner && linkedSchema(inner));
}

/** A type in words a reader of JSON knows: string, SyncJob[], "FULL" | "INCREMENTAL", string | null. */
function typeText(schema: Schema): string {
  const name = schemaName(schema);
  if (name) return name;
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(typeText).join(" | ");
  if (schema.items) return `${typeText(schema.items)}[]`;
  const type = [schema.type ?? "any"].flat().join(" | ");
  return schema.format ? `${type} (${schema.format})` : type;
}

function noteOf({ description, default: fallback }: Schema): string | undefined {
  const usual = fallback === undefined ? undefined : `${JSON.stringify(fallback)} unless told`;
  return [description, usual].filter(Boolean).join("; ") || undefined;
}

function field(name: string, schema: Schema, required: boolean): FieldView {
  return { name, type: typeText(schema), schema: linkedSchema(schema), required, note: noteOf(schema) };
}

/** The fields of an object; objects without a name of their own show theirs under a dotted path. */
function fieldsOf(schema: Schema, prefix = ""): FieldView[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const name = prefix + key;
    const nested = property.properties ? property : property.items?.properties ? property.items : undefined;
    const own = field(name, property, schema.required?.includes(key) ?? false);
    return nested ? [own, ...fieldsOf(nested, `${name}${nested === property ? "." : "[]."}`)] : [own];
  });
}

/** The fields of a body; one that is a named schema as a whole is a single row leading there. */
function bodyFields(body: z.infer<typeof content> | undefined): FieldView[] {
  const schema = body?.["application/json"]?.schema;
  if (!schema) return [];
  return schema.properties ? fieldsOf(schema) : [field("", schema, true)];
}

function describeOperation(
  path: string,
  method: string,
  operation: z.infer<typeof operationSchema>,
): OperationView {
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    tag: operation.tags[0] ?? "",
    permission: operation["x-permission"],
    parameters: operation.parameters.map((parameter) => {
      const shown = field(parameter.name, parameter.schema, parameter.required);
      return { ...shown, note: shown.note ?? parameter.description };
    }),
    body: bodyFields(operation.requestBody?.content),
    answers: Object.entries(operation.responses).map(([status, { description, content: sent }]) => ({
      status,
      description,
      fields: bodyFields(sent),
    })),
  };
}

/** Everything the page shows of an OpenAPI document; operations by tag, then in the order of their paths. */
export function describeReference(document: unknown): ReferenceView {
  const { info, paths, components, "x-errors": errors } = referenceSchema.parse(document);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => describeOperation(path, method, operation)),
  );
  return {
    version: info.version,
    operations: operations.sort((a, b) => a.tag.localeCompare(b.tag)),
    schemas: Object.entries(components.schemas).map(([name, schema]) => ({ name, fields: fieldsOf(schema) })),
    errors,
  };
}
