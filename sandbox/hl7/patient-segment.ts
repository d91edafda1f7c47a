/** PID laid into a Patient: what the segment says takes the place of what was said, all else stays. */
import { type JsonObject, type JsonValue, objectsIn } from "@/sandbox/fhir/exact-json";
import { identifierOf, type Repetition, said, textsOf, timeOf, withNumbers } from "@/sandbox/hl7/fields";
import type { Segment } from "@/sandbox/hl7/message";

const nameUses: Record<string, string> = {
  L: "official",
  D: "usual",
  M: "maiden",
  N: "nickname",
  BAD: "old",
};
const addressUses: Record<string, string> = { H: "home", B: "work", C: "temp", BA: "old", BI: "billing" };
const sexes: Record<string, string> = { M: "male", F: "female", O: "other", U: "unknown" };

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
    identifier: withNumbers(before.identifier, pid.repetitions(3).map(identifierOf)),
    name: said(pid, 5, before.name, names),
    telecom: contactsOf(pid, before.telecom),
    gender: said(pid, 8, before.gender, () => sexes[pid.text(8) ?? ""]),
    birthDate: said(pid, 7, before.birthDate, () => timeOf(pid.text(7))?.slice(0, 10)),
    address: said(pid, 11, before.address, addresses),
    maritalStatus: said(pid, 16, before.maritalStatus, status),
    ...(died !== undefined && before.deceasedDateTime === undefined && { deceasedBoolean: died === "Y" }),
  };
}
