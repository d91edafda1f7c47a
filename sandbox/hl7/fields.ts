/** Data types of HL7 v2 in FHIR's shape, and how what a field says takes the place of what was said before. */
import { type JsonObject, type JsonValue, objectsIn } from "@/sandbox/fhir/exact-json";
import type { Said, Segment } from "@/sandbox/hl7/message";

export type Repetition = ReturnType<Segment["repetitions"]>[number];

const terminology = "http://terminology.hl7.org/CodeSystem";

/** Table 0396, as far as these vendors know it. */
const systems: Record<string, string> = {
  LN: "http://loinc.org",
  SCT: "http://snomed.info/sct",
  UCUM: "http://unitsofmeasure.org",
  I10C: "http://hl7.org/fhir/sid/icd-10-cm",
  RXNORM: "http://www.nlm.nih.gov/research/umls/rxnorm",
  NPI: "http://hl7.org/fhir/sid/us-npi",
};

export function systemOf(name: Said): string | undefined {
  const table = /^HL7(\d{4})$/.exec(name ?? "")?.[1];
  return table ? `${terminology}/v2-${table}` : (systems[name ?? ""] ?? name ?? undefined);
}

export function textsOf(...said: Said[]): string[] | undefined {
  const texts = said.filter((one) => typeof one === "string");
  return texts.length > 0 ? texts : undefined;
}

/** What is said of something, without what is not. */
function withoutGaps(object: JsonObject): JsonObject | undefined {
  const said = Object.entries(object).filter(([, value]) => value !== undefined);
  return said.length > 0 ? Object.fromEntries(said) : undefined;
}

/** `19800229`, `202605011200` and `20260501120000.5+0000`, as precise as they are. */
export function timeOf(said: Said): string | undefined {
  const [, day, minutes, rest = "", zone] =
    /^(\d{4}(?:\d\d){0,2})(?:(\d{4})(\d\d(?:\.\d+)?)?)?([+-]\d{4})?$/.exec(said ?? "") ?? [];
  if (!day) return undefined;
  const date = [day.slice(0, 4), day.slice(4, 6), day.slice(6, 8)].filter((part) => part !== "").join("-");
  if (!minutes) return date;
  const offset = !zone || zone === "+0000" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  return `${date}T${minutes.slice(0, 2)}:${minutes.slice(2)}:${rest || "00"}${offset}`;
}

/** CWE. */
export function conceptOf(part: Repetition): JsonObject | undefined {
  const codings = [1, 4].flatMap((at) => {
    const [code, display] = [part(at) ?? undefined, part(at + 1) ?? undefined];
    return code === undefined ? [] : [{ system: systemOf(part(at + 2)), code, display }];
  });
  const text = part(9) ?? part(2) ?? undefined;
  return withoutGaps({ coding: codings.length > 0 ? codings : undefined, text });
}

/** HD, as the URI by which FHIR names who gives numbers. */
function authorityOf(namespace: Said, id: Said, kind: Said): string | undefined {
  if (id && kind === "ISO") return `urn:oid:${id}`;
  return id ?? systemOf(namespace);
}

/** EI: a number of an order, an appointment, a document; `kind` is PLAC or FILL (table 0203). */
export function entityNumberOf(part: Repetition, kind?: string): JsonObject | undefined {
  const value = part(1);
  if (!value) return undefined;
  const type = kind ? { coding: [{ system: `${terminology}/v2-0203`, code: kind }] } : undefined;
  return { type, system: authorityOf(part(2), part(3), part(4)), value };
}

/** CX: a number of a patient or a visit. */
export function identifierOf(part: Repetition): JsonObject | undefined {
  const [value, kind] = [part(1), part(5)];
  const system = authorityOf(part(4, 1), part(4, 2), part(4, 3));
  return value ? { type: kind ? { text: kind } : undefined, system, value } : undefined;
}

/** XCN, as it is read. */
export function personOf(part: Repetition): string | undefined {
  return textsOf(part(6), part(3), part(2))?.join(" ");
}

/** ED (bytes), RP (where it lies) and text, a line each, with what it is called. */
export function attachmentOf(obx: Segment): JsonObject {
  const lines = obx.repetitions(5);
  const [part] = lines;
  const named = { title: obx.text(3, 9) ?? obx.text(3, 2) ?? undefined, creation: timeOf(obx.text(14)) };
  const kind = obx.text(2);
  if (kind !== "ED" && kind !== "RP") {
    const data = Buffer.from(lines.map((line) => line(1) ?? "").join("\n")).toString("base64");
    return { contentType: "text/plain", data, ...named };
  }
  const [main, sub] = kind === "ED" ? [part?.(2), part?.(3)] : [part?.(3), part?.(4)];
  const content = kind === "ED" ? { data: part?.(5) ?? undefined } : { url: part?.(1) ?? undefined };
  return { contentType: main && sub ? `${main}/${sub}` : undefined, ...content, ...named };
}

/** What a field says in place of what was said before; the same where it says nothing. */
export function said(
  segment: Segment | undefined,
  field: number,
  before: JsonValue | undefined,
  now: (part: Repetition) => JsonValue | undefined,
): JsonValue | undefined {
  const [first] = segment?.repetitions(field) ?? [];
  if (!first) return before;
  return first(1) === null ? undefined : now(first);
}

/** Numbers that the chart has are left as they are, others are added: no sender takes away another's. */
export function withNumbers(known: JsonValue | undefined, told: (JsonObject | undefined)[]): JsonObject[] {
  const kept = objectsIn(known);
  const added = told.filter((one) => one !== undefined);
  return [...kept, ...added.filter(({ value }) => !kept.some((one) => one.value === value))];
}
