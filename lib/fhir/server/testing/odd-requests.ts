/** Requests that nobody makes on purpose, the same for the same seed. */
import { mutated } from "@/lib/hl7/testing/mutate";
import { recordEntities } from "@/lib/records";
import type { Random } from "@/sandbox/framework/random";
import { typeOf } from "../resource-types";
import { resultNames } from "../result-parameters";
import { searchParameters } from "../search-parameters";

export interface OddRequest {
  readonly method: string;
  /** Below the base, as it is written into the request's first line. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** What requests are made of. */
interface Known {
  readonly resources: readonly [object, ...object[]];
  /** Of a resource that is there. */
  readonly id: string;
}

const oddValues = [
  ...["", "a", "\0", "\ud800", "💉", ",", "|", "a|b|c", "\\", "$", "%", "_", "*", "'; --", "{}", "[]"],
  ...["true", "eq", "gt0001", "ap9999", "2020-13-01", "2020", "ge2020-01-01T00:00:00Z", "1e999", "-1", "0"],
  ...["Patient/", "Patient/x/y", "http://", "urn:uuid:", "Patient:name", "Observation:patient", "text"],
  ...["x".repeat(3_000), "1,".repeat(300), "constructor", "__proto__", "W/", '"'],
] as const;
const modifiers = [
  "",
  "",
  ":exact",
  ":contains",
  ":not",
  ":missing",
  ":text",
  ":Patient",
  ".name",
  ":iterate",
] as const;
const oddJson = [
  null,
  "",
  "\0",
  -1,
  1e308,
  1.5,
  true,
  [],
  {},
  [[]],
  [null],
  { reference: 5 },
  "x".repeat(5_000),
] as const;

function some<Item>(random: Random, items: readonly Item[]): Item | undefined {
  return items[random.below(items.length)];
}

/** `json` with one place in it changed into something else, or put in twice, or gone. */
function disturbed(json: unknown, random: Random): unknown {
  if (typeof json !== "object" || json === null || random.chance(0.15)) return random.pick(oddJson);
  const entries = Object.entries(json);
  const at = random.below(entries.length);
  const [key, value] = entries[at] ?? ["x", null];
  const change = random.below(8);
  if (change === 0) entries.splice(at, 1);
  else if (change === 1) entries.push([some(random, oddValues) ?? key, value]);
  else entries[at] = [key, disturbed(value, random)];
  return Array.isArray(json) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

function textOf(resource: object, random: Random): string {
  const told = random.chance(0.2) ? resource : disturbed(resource, random);
  const text = JSON.stringify(told) ?? "";
  return random.chance(0.3) ? mutated([text], random) : text;
}

function queryOf(type: string, random: Random): string {
  const entity = recordEntities.find((one) => typeOf(one) === type) ?? "patients";
  const names = [
    ...Object.keys(searchParameters[entity]),
    ...resultNames,
    "_id",
    "_lastUpdated",
    "_page",
    "_since",
    "_at",
  ];
  const others = ["_has:Observation:patient:code", "subject:Patient.name", "constructor", "_format"];
  const query = new URLSearchParams();
  for (let left = random.below(4); left > 0; left--) {
    const name = some(random, random.chance(0.8) ? names : others);
    query.append(`${name}${random.pick(modifiers)}`, some(random, oddValues) ?? "");
  }
  const text = query.toString();
  return random.chance(0.8) || text === "" ? text : mutated([text], random);
}

function pathOf(type: string, { id }: Known, random: Random): string {
  const places = [
    type,
    type,
    `${type}/${id}`,
    `Patient/${id}`,
    `Patient/${id}/_history`,
    `Patient/${id}/_history/${random.below(5)}`,
    `${type}/_search`,
    `${type}/_history`,
    "_history",
    "metadata",
    "",
    `${type}/$everything`,
    "$export-status/x",
  ] as const;
  const path = random.pick(places);
  return random.chance(0.9) || path === "" ? path : mutated([path], random);
}

function headersOf(random: Random): Record<string, string> {
  const wanted: Readonly<Record<string, readonly string[]>> = {
    accept: ["*/*", "application/fhir+json", "application/xml", ";;q=;", "application/fhir+json;q=x"],
    prefer: ["return=minimal", "return=OperationOutcome", "handling=strict", "return=", "x"],
    "if-match": ['W/"1"', "*", "1", "x", 'W/"'],
    "if-none-match": ['W/"1"', "*", ","],
    "if-modified-since": ["Thu, 01 Jan 2099 00:00:00 GMT", "x"],
    "if-none-exist": ["identifier=a", "?", "name:exact=", "_id=x&constructor=1"],
  };
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(wanted)) {
    if (random.chance(0.15)) headers[name] = some(random, values) ?? "";
  }
  return headers;
}

const types = [
  "application/fhir+json",
  "application/json-patch+json",
  "application/x-www-form-urlencoded",
  "application/xml",
] as const;

function patchOf(random: Random): object[] {
  const operation = () => ({
    op: random.pick(["add", "remove", "replace", "move", "copy", "test", "fly"]),
    path: random.pick([
      "/name/0",
      "/name/-",
      "/id",
      "/resourceType",
      "",
      "/birthDate",
      "x",
      "/name/0/given/9",
    ]),
    from: random.pick(["/name", "/id", ""]),
    value: random.pick(oddJson),
  });
  return Array.from({ length: random.below(3) }, operation);
}

function bundleOf(known: Known, random: Random): object {
  const entry = () => {
    const type = typeOf(some(random, recordEntities) ?? "patients");
    return {
      fullUrl: random.pick(["urn:uuid:1", "http://x/Patient/1", "x"]),
      resource: random.pick(known.resources),
      request: {
        method: random.pick(["GET", "POST", "PUT", "PATCH", "DELETE"]),
        url: `${pathOf(type, known, random)}?${queryOf(type, random)}`,
        ifNoneExist: random.chance(0.2) ? queryOf(type, random) : undefined,
        ifMatch: random.chance(0.1) ? "x" : undefined,
      },
    };
  };
  const entries = Array.from({ length: random.below(4) }, entry);
  return { resourceType: "Bundle", type: random.pick(["batch", "transaction", "x"]), entry: entries };
}

function bodyOf(method: string, path: string, known: Known, random: Random): { text: string; type: string } {
  if (path.endsWith("_search")) return { text: queryOf("Patient", random), type: types[2] };
  if (method === "PATCH") return { text: textOf(patchOf(random), random), type: types[1] };
  const resource = path === "" ? bundleOf(known, random) : random.pick(known.resources);
  const own = method === "PUT" ? { ...resource, id: known.id } : resource;
  return { text: textOf(own, random), type: types[0] };
}

/** What may stand in a request's first line; a percent sign stands as it is. */
function inAddress(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^!-~]/gu, (character) => encodeURIComponent(character))
    .replaceAll("#", "%23");
}

export function oddRequest(known: Known, random: Random): OddRequest {
  const method = random.pick(["GET", "GET", "GET", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD"]);
  const resource = random.pick(known.resources);
  const type = String(Reflect.get(resource, "resourceType"));
  const isCreate = method === "POST" && random.chance(0.5);
  const place = isCreate ? type : pathOf(type, known, random);
  const query = queryOf(type, random);
  const path = inAddress(query ? `${place}?${query}` : place);
  const headers = headersOf(random);
  if (method === "GET" || method === "HEAD" || method === "DELETE") return { method, path, headers };
  const own = isCreate ? { ...known, resources: [resource] as const } : known;
  const body = bodyOf(method, place, own, random);
  const sent = random.chance(0.95) ? body.type : random.pick(types);
  return {
    method,
    path,
    headers: { ...headers, "content-type": sent },
    body: Buffer.from(body.text, random.chance(0.95) ? "utf8" : "latin1"),
  };
}
