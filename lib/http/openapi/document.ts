/** The OpenAPI 3.1 document, made of what the route files declare. Nothing in it is written by hand twice. */
import type { z } from "zod";
import { declaredErrors } from "@/lib/platform/errors";
import { csvColumns } from "../csv";
import { type AnyDeclaration, isIdempotent, type Operation } from "../declaration";
import { problemSchema } from "../problem";
import { Components } from "./components";

type Json = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: unknown;
}

/** /api/sync/jobs/[id] as OpenAPI writes it: /api/sync/jobs/{id}. */
function openApiPath(template: string): string {
  return template.replace(/\[+(?:\.\.\.)?(\w+)\]+/g, "{$1}");
}

function operationId({ method, template }: Operation): string {
  const words = template.replace(/^\/api\//, "").match(/[A-Za-z0-9]+/g) ?? [];
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parametersOf(
  schema: z.ZodType | undefined,
  place: "path" | "query",
  components: Components,
): Parameter[] {
  const converted = schema && components.add(schema, "input");
  if (!isObject(converted) || !isObject(converted.properties)) return [];
  const required = Array.isArray(converted.required) ? converted.required : [];
  return Object.entries(converted.properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    description:
      isObject(property) && typeof property.description === "string" ? property.description : undefined,
    schema: property,
  }));
}

const idempotencyKey: Parameter = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "A random id; the same request sent again within a day is answered the same and does nothing",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

const csvFormat: Parameter = {
  name: "format",
  in: "query",
  required: false,
  description: "csv answers a table instead of JSON: the whole list, or with a limit one page of it",
  schema: { type: "string", enum: ["csv", "json"] },
};

function answerOf(declaration: AnyDeclaration, components: Components): Json {
  const { returns, status = 200 } = declaration;
  if (!returns) return { [status]: { description: status === 204 ? "Done" : "The content itself" } };
  const json = { "application/json": { schema: components.add(returns, "output") } };
  const csv = csvColumns(declaration) ? { "text/csv": { schema: { type: "string" } } } : {};
  const description = { 200: "OK", 201: "Created", 202: "Accepted; the work goes on", 204: "Done" }[status];
  return { [status]: { description, content: { ...json, ...csv } } };
}

/** Every status a caller may meet besides the good one, each with a problem document. */
function refusalsOf({ allow, params, query, body }: AnyDeclaration): Json {
  const refusals: [number, string, boolean][] = [
    [400, "The body is not valid JSON", body !== undefined],
    [401, "Not signed in", allow !== "open"],
    [403, "Not allowed", allow !== "open"],
    [404, "Nothing here, or nothing you may see", params !== undefined],
    [413, "The body is too large", body !== undefined],
    [415, "The body is not declared as JSON", body !== undefined],
    [422, "Fields are missing or wrong", query !== undefined || body !== undefined],
    [429, "Too many requests; Retry-After tells when to come back", true],
  ];
  const problem = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return Object.fromEntries(
    refusals
      .filter(([, , applies]) => applies)
      .map(([status, description]) => [status, { description, content: problem }]),
  );
}

const anyBytes = { "*/*": { schema: { type: "string", format: "binary" } } };

function bodyOf({ body, rawBody }: AnyDeclaration, components: Components): Json | undefined {
  if (rawBody) return { required: true, content: anyBytes };
  return (
    body && {
      required: !body.safeParse(undefined).success,
      content: { "application/json": { schema: components.add(body, "input") } },
    }
  );
}

function describeOperation(operation: Operation, components: Components): Json {
  const { declaration } = operation.handler;
  const { allow } = declaration;
  const isPostOnce = operation.method === "POST" && allow !== "open" && isIdempotent(declaration);
  return {
    operationId: operationId(operation),
    summary: declaration.summary,
    tags: [declaration.tag],
    "x-permission": allow,
    security: allow === "open" ? [] : [{ apiKey: [] }, { session: [] }],
    parameters: [
      ...parametersOf(declaration.params, "path", components),
      ...parametersOf(declaration.query, "query", components),
      ...(csvColumns(declaration) ? [csvFormat] : []),
      ...(isPostOnce ? [idempotencyKey] : []),
    ],
    requestBody: bodyOf(declaration, components),
    responses: { ...answerOf(declaration, components), ...refusalsOf(declaration) },
  };
}

function errorTable(): Json[] {
  return [...declaredErrors()]
    .map(([code, { status, title, owner, kind, domain }]) => ({ code, status, title, owner, kind, domain }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

export interface OpenApiDocument {
  readonly openapi: "3.1.1";
  readonly paths: Readonly<Record<string, Json>>;
  readonly [part: string]: unknown;
}

/** The document of these operations, as served under `serverUrl`. */
export function openApiDocument(
  operations: readonly Operation[],
  { version, serverUrl }: { version: string; serverUrl: string },
): OpenApiDocument {
  const components = new Components();
  components.add(problemSchema, "output");
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = openApiPath(operation.template);
    paths[path] = {
      ...paths[path],
      [operation.method.toLowerCase()]: describeOperation(operation, components),
    };
  }
  return {
    openapi: "3.1.1",
    info: { title: "Carelane", version, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: components.all(),
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key: cl_…" },
        session: { type: "apiKey", in: "cookie", name: "carelane", description: "The session of a browser" },
      },
    },
    "x-errors": errorTable(),
  };
}
