/** PID laid into a Patient: what the segment says takes the place of what was said, all else stays. */
import { type JsonObject, type JsonValue, objectsIn } from "@/sandbox/fhir/exact-json";
import type { Said, Segment } from "@/sandbox/hl7/message";

type Repetition = ReturnType<Segment["repetitions"]>[number];

const nameUses: Record<string, string> = {
  L: "official",
  D: "usual",
  M: "maiden",
  N: "nickname",
  BAD: "old",
};
const addressUses: Record<string, string> = { H: "home", B: "work", C: "temp", BA: "old", BI: "billing" };
const sexes: Record<string, string> = { M: "male", F: "female", O: "other", U: "unknown" };

function textsOf(...said: Said[]): string[] | undefined {
  const texts = said.filter((one) => typeof one === "string");
  return texts.length > 0 ? texts : undefined;
}

/** `19800229` and `198002291130` as dates. */
function dateOf(said: Said): string | undefined {
  return said?.replace(/^(\d{4})(\d\d)?(\d\d)?.*$/, (_, ...parts) =>
    parts
      .slice(0, 3)
      .filter((part) => part !== undefined)
      .join("-"),
  );
}

function nameOf(part: Repetition): JsonObject {
  const [family, suffix] = [part(1) ?? undefined, textsOf(part(4), part(6))];
  const given = textsOf(part(2), ...(part(3)?.split(" ") ?? []));
  return { use: nameUses[part(7) ?? ""], family, given, prefix: textsOf(part(5)), suffix };
}

function addressOf(part: Repetition): JsonObject {
  const [city, state, postalCode] = [part(3) ?? undefined, part(4) ?? undefined, part(5) ?? undefined];
  const line = textsOf(part(1), part(2));
  return { use: addressUses[part(7) ?? ""], line, city, state, postalCode, country: part(6) ?? undefined };
}

function contactOf(part: Repetition): JsonObject {
  const isMail = part(3) === "Internet" || part(2) === "NET";
  const use = { PRN: "home", WPN: "work", PRS: "mobile" }[part(2) ?? ""];
  const [rank, value] = [part(15), isMail ? part(4) : part(1)];
  const system = isMail ? "email" : part(3) === "FX" ? "fax" : "phone";
  return { system, value: value ?? undefined, use, rank: rank ? Number(rank) : undefined };
}

function systemOf(part: Repetition): string | undefined {
  const [namespace, id, kind] = [part(4, 1), part(4, 2), part(4, 3)];
  if (id && kind === "ISO") return `urn:oid:${id}`;
  return id ?? namespace ?? undefined;
}

/** Numbers that the chart has are left as they are, others are added: no sender takes away another's. */
function identifiersOf(pid: Segment, known: JsonValue | undefined): JsonObject[] {
  const kept = objectsIn(known);
  const added = pid.repetitions(3).flatMap((part) => {
    const [value, kind] = [part(1) ?? undefined, part(5) ?? undefined];
    if (value === undefined || kept.some((one) => one.value === value)) return [];
    return { type: kind === undefined ? undefined : { text: kind }, system: systemOf(part), value };
  });
  return [...kept, ...added];
}

/** What a field says in place of what was said before; the same where it says nothing. */
function said(
  segment: Segment,
  field: number,
  before: JsonValue | undefined,
  now: () => JsonValue | undefined,
) {
  const [first] = segment.repetitions(field);
  if (!first) return before;
  return first(1) === null ? undefined : now();
}

/** Entries of before that say the same keep what else they say. */
function listOf(
  before: JsonValue | undefined,
  now: readonly JsonObject[],
  isSame: (one: JsonObject, other: JsonObject) => boolean,
): JsonObject[] {
  const known = objectsIn(before);
  return now.map((one) => known.find((other) => isSame(one, other)) ?? one);
}

const sameIn =
  (...names: string[]) =>
  (one: JsonObject, other: JsonObject) =>
    names.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));

function contactsOf(pid: Segment, before: JsonValue | undefined): JsonValue | undefined {
  const told = [...pid.repetitions(13), ...pid.repetitions(14)];
  if (told.length === 0) return before;
  return listOf(
    before,
    told.filter((part) => part(1) !== null).map(contactOf),
    sameIn("system", "value", "use"),
  );
}

/** The patient as a message tells of them. */
export function patientFrom(
  pid: Segment,
  before: JsonObject = { resourceType: "Patient", active: true },
): JsonObject {
  const names = () =>
    listOf(before.name, pid.repetitions(5).map(nameOf), sameIn("use", "family", "given", "suffix"));
  const addresses = () =>
    listOf(
      before.address,
      pid.repetitions(11).map(addressOf),
      sameIn("use", "line", "city", "state", "postalCode"),
    );
  const status = () => ({ text: pid.text(16, 2) ?? pid.text(16) ?? "" });
  const died = pid.text(30);
  return {
    ...before,
    identifier: identifiersOf(pid, before.identifier),
    name: said(pid, 5, before.name, names),
    telecom: contactsOf(pid, before.telecom),
    gender: said(pid, 8, before.gender, () => sexes[pid.text(8) ?? ""]),
    birthDate: said(pid, 7, before.birthDate, () => dateOf(pid.text(7))),
    address: said(pid, 11, before.address, addresses),
    maritalStatus: said(pid, 16, before.maritalStatus, status),
    ...(died !== undefined && before.deceasedDateTime === undefined && { deceasedBoolean: died === "Y" }),
  };
}
