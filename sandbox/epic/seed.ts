/** Puts the records of files into the holdings, under ids such as Epic gives. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { contentByUrl } from "@/sandbox/epic/create-rules";
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  objectsIn,
  parseExactly,
  textIn,
} from "@/sandbox/fhir/exact-json";
import type { Holdings } from "@/sandbox/fhir/holdings";
import { opaqueIdFor } from "@/sandbox/fhir/opaque-ids";

interface SeedRecord {
  /** The names by which other records refer to this one. */
  names: string[];
  id: string;
  resource: JsonObject;
}

/** Ids of documents exceed the 64 characters of the standard, as Epic's may. */
const idLengths: Record<string, number> = { DocumentReference: 84 };
const epicId = /^e[\w.-]{22,}3$/;

/** Files of one folder refer to each other's records. */
export function seedFrom(folder: string, holdings: Holdings): void {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const records = files
    .sort()
    .flatMap((name) => recordsOf(parseExactly(readFileSync(join(folder, name), "utf8"))));
  const references = new Map(
    records.flatMap(({ names, id, resource }) =>
      names.map((name) => [name, `${resource.resourceType}/${id}`]),
    ),
  );
  for (const { id, resource } of records) {
    const own = withReferences(resource, references);
    if (!isJsonObject(own)) continue;
    const filed = own.resourceType === "DocumentReference" ? contentByUrl(own, holdings) : own;
    holdings.add(filed, id);
  }
}

function recordsOf(file: JsonValue): SeedRecord[] {
  if (!isJsonObject(file)) return [];
  if (file.resourceType !== "Bundle") return [recordOf(file, [])];
  return objectsIn(file.entry).flatMap(({ fullUrl, resource }) =>
    isJsonObject(resource) ? [recordOf(resource, typeof fullUrl === "string" ? [fullUrl] : [])] : [],
  );
}

function recordOf(resource: JsonObject, names: string[]): SeedRecord {
  const type = textIn(resource.resourceType) ?? "";
  const given = textIn(resource.id) ?? "";
  const id = epicId.test(given) ? given : opaqueIdFor(type, given, idLengths[type] ?? 24);
  return { names: [...names, `${type}/${given}`], id, resource };
}

/** A copy whose references lead to the ids the records got here. */
function withReferences(
  value: JsonValue | undefined,
  references: Map<string, string>,
): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, references) ?? null);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const target = key === "reference" && typeof inner === "string" ? references.get(inner) : undefined;
      return [key, target ?? withReferences(inner, references)];
    }),
  );
}
