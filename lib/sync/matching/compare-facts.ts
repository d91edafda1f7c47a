/** How far two patients agree on what is known of both: identifiers, birth date, sex, contact data, address. Pure. */
import { normaliseIdentifier, normalisePhone, normaliseText } from "@/lib/records";
import type { PatientData, PatientIdentifier } from "@/lib/records/schema";

/** From worst to best. */
export const factLevels = ["different", "unknown", "same"] as const;
export type FactLevel = (typeof factLevels)[number];

/** near: a slip of one digit or of day and month. partial: as far as both are known, or only a placeholder. */
export const dateLevels = ["different", "unknown", "partial", "near", "same"] as const;
export type DateLevel = (typeof dateLevels)[number];

/** place: the same town or postal code. */
export const addressLevels = ["different", "unknown", "place", "same"] as const;
export type AddressLevel = (typeof addressLevels)[number];

/** HL7 table 0203: numbers of a policy, an account or a visit, which a family or many visits share. */
const sharedTypes: ReadonlySet<string> = new Set(["AN", "MB", "SN", "VN"]);

/** What people type into a field that must not stay empty. */
const placeholders: ReadonlySet<string> = new Set([
  "unknown",
  "none",
  "na",
  "nil",
  "null",
  "test",
  "pending",
]);

function isPlaceholder(value: string): boolean {
  const plain = value.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return plain.length < 3 || /^(.)\1*$/u.test(plain) || placeholders.has(plain);
}

/** An identifier that stands for one person, because its system says whose number it is. */
interface TrustedIdentifier {
  readonly system: string;
  readonly value: string;
}

function trusted({ system, value, type, use }: PatientIdentifier): TrustedIdentifier[] {
  const isShared = type !== null && sharedTypes.has(type.toUpperCase());
  if (!system || !value || isShared || use === "temp" || use === "old" || isPlaceholder(value)) return [];
  return [{ system: normaliseIdentifier(system), value: normaliseIdentifier(value) }];
}

/** The identifiers by which a patient is recognised. */
export function trustedIdentifiers({ identifiers }: PatientData): TrustedIdentifier[] {
  return identifiers.flatMap(trusted);
}

/** same: one number of one system. different: numbers of one system, none of which is the same. */
export function compareIdentifiers(left: PatientData, right: PatientData): FactLevel {
  const ours = trustedIdentifiers(left);
  const pairs = trustedIdentifiers(right).flatMap((theirs) =>
    ours.flatMap(({ system, value }) => (system === theirs.system ? value === theirs.value : [])),
  );
  if (pairs.length === 0) return "unknown";
  return pairs.includes(true) ? "same" : "different";
}

function isDateSlip(left: string, right: string): boolean {
  const [year, month, day] = left.split("-");
  if (right === `${year}-${day}-${month}`) return true;
  const others = [...left].flatMap((digit, place) => (digit === right[place] ? [] : place));
  return others.length === 1;
}

export function compareBirthDates(left: PatientData, right: PatientData): DateLevel {
  const [ours, theirs] = [left.dateOfBirth, right.dateOfBirth];
  if (!ours || !theirs) return "unknown";
  if (ours.startsWith(theirs) || theirs.startsWith(ours)) {
    // The first of January is what registries write when only the year is known.
    return ours !== theirs || ours.length < 10 || ours.endsWith("-01-01") ? "partial" : "same";
  }
  if (ours.length !== 10 || theirs.length !== 10) return "different";
  return isDateSlip(ours, theirs) ? "near" : "different";
}

export function compareSex({ gender: ours }: PatientData, { gender: theirs }: PatientData): FactLevel {
  const isKnown = (sex: string | null) => sex === "male" || sex === "female";
  if (!isKnown(ours) || !isKnown(theirs)) return "unknown";
  return ours === theirs ? "same" : "different";
}

const nationalDigits = 10;
const fewestDigits = 7;

/** Phone numbers without what only a call from abroad needs, and e-mail addresses. */
function contactsOf({ telecoms }: PatientData): string[] {
  return telecoms.flatMap(({ system, value }) => {
    if (!value) return [];
    if (system === "email") return normaliseIdentifier(value);
    const digits = normalisePhone(value).slice(-nationalDigits);
    return digits.length >= fewestDigits && !isPlaceholder(digits) ? digits : [];
  });
}

export function compareContacts(left: PatientData, right: PatientData): FactLevel {
  const [ours, theirs] = [contactsOf(left), contactsOf(right)];
  if (ours.length === 0 || theirs.length === 0) return "unknown";
  return ours.some((contact) => theirs.includes(contact)) ? "same" : "different";
}

interface Place {
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
}

function placesOf({ addresses }: PatientData): Place[] {
  return addresses.map(({ lines, postalCode, city }) => ({
    street: normaliseText(lines.join(" ")),
    postalCode: normaliseText(postalCode ?? ""),
    city: normaliseText(city ?? ""),
  }));
}

function comparePlaces(ours: Place, theirs: Place): AddressLevel {
  const agrees = (part: "postalCode" | "city" | "street") => ours[part] !== "" && ours[part] === theirs[part];
  const isKnown = (part: "postalCode" | "city") => ours[part] !== "" && theirs[part] !== "";
  if (agrees("postalCode") || agrees("city")) return agrees("street") ? "same" : "place";
  return isKnown("postalCode") || isKnown("city") ? "different" : "unknown";
}

/** The likest two of their addresses. */
export function compareAddresses(left: PatientData, right: PatientData): AddressLevel {
  const theirs = placesOf(right);
  const ranks = placesOf(left).flatMap((ours) =>
    theirs.map((place) => addressLevels.indexOf(comparePlaces(ours, place))),
  );
  return addressLevels[Math.max(...ranks)] ?? "unknown";
}
