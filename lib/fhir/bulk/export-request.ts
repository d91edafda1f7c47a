/** What an export is asked for (https://hl7.org/fhir/uv/bulkdata/export.html). Pure. */
import { z } from "zod";
import { assertMay, type Grants, resourceTypes } from "@/lib/fhir/server";
import type { RecordEntity } from "@/lib/records";
import { requireEntity, typeOf } from "../server/resource-types";
import { bulkErrors } from "./errors";

export interface ExportRequest {
  readonly entities: RecordEntity[];
  readonly since: Date | null;
}

const formats = ["application/fhir+ndjson", "application/ndjson", "ndjson"];
const known = new Set(["_outputFormat", "_since", "_type", "_format"]);

function refuse(detail: string): never {
  throw bulkErrors.export_request_invalid({ detail });
}

function assertAsked({ query, prefer }: Asked): void {
  if (!/\brespond-async\b/i.test(prefer)) refuse("Send Prefer: respond-async.");
  const unknown = [...query.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0 && !/handling\s*=\s*"?lenient/i.test(prefer)) {
    refuse(`It takes ${[...known].join(", ")}, and others are ignored with Prefer: handling=lenient.`);
  }
  // A plus that nobody escaped reads as a space.
  const format = query.get("_outputFormat")?.replaceAll(" ", "+") ?? "ndjson";
  if (!formats.includes(format)) refuse(`_outputFormat is one of ${formats.join(", ")}.`);
}

function sinceOf(query: URLSearchParams): Date | null {
  const text = query.get("_since")?.replaceAll(" ", "+");
  if (text === undefined) return null;
  const parsed = z.iso.datetime({ offset: true }).safeParse(text);
  return parsed.success ? new Date(parsed.data) : refuse("_since is a time with seconds and offset.");
}

function typesOf(query: URLSearchParams, grants: Grants): string[] {
  const asked = query.getAll("_type").flatMap((list) => list.split(",").map((type) => type.trim()));
  const named = [...new Set(asked.filter((type) => type !== ""))];
  const foreign = named.filter((type) => !resourceTypes.includes(type));
  if (foreign.length > 0) refuse(`_type names of ${resourceTypes.join(", ")}.`);
  if (named.length === 0) return resourceTypes.filter((type) => grants.may(type, "r"));
  for (const type of named) assertMay(grants, type, "r");
  return named;
}

/** What is asked for, in the words of a query. */
interface Asked {
  readonly query: URLSearchParams;
  readonly prefer: string;
  readonly grants: Grants;
}

const parametersSchema = z.looseObject({
  resourceType: z.literal("Parameters"),
  parameter: z.array(z.looseObject({ name: z.string() })).default([]),
});

/** The Parameters of a POST as a query. Throws `export_request_invalid`. */
export function queryOf(body: unknown): URLSearchParams {
  const parsed = parametersSchema.safeParse(body);
  if (!parsed.success) refuse("Send Parameters.");
  const query = new URLSearchParams();
  for (const { name, ...rest } of parsed.data.parameter) {
    const [, value] = Object.entries(rest).find(([key]) => key.startsWith("value")) ?? [];
    query.append(name, typeof value === "string" ? value : "");
  }
  return query;
}

/** Throws `export_request_invalid`, and `scope_insufficient` for types that the caller may not read. */
export function readExportRequest(asked: Asked): ExportRequest {
  const { query, grants } = asked;
  assertAsked(asked);
  const types = typesOf(query, grants);
  if (types.length === 0) assertMay(grants, typeOf("patients"), "r");
  return { entities: types.map(requireEntity), since: sinceOf(query) };
}
