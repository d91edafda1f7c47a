/** The short fields of a patient and the list entries they stand for, in both directions. */
import {
  type Address,
  type PatientAddress,
  type PatientData,
  type PatientFacts,
  type PatientIdentifier,
  type PatientName,
  type PatientTelecom,
  patientSchema,
  type ShortField,
  shortFieldNames,
} from "./patients";

export interface ShortFieldOptions {
  /** System of the organization's medical record numbers, for identifiers that carry no type. */
  readonly mrnSystem?: string;
}

const defaultMrnSystem = "urn:carelane:mrn";

interface Used {
  readonly use: string | null;
}

const isCurrent = ({ use }: Used) => use !== "old" && use !== "maiden";

function currentName(names: readonly PatientName[]): PatientName | undefined {
  return names.find(({ use }) => use === "official") ?? names.find(isCurrent) ?? names[0];
}

function currentMrn(
  identifiers: readonly PatientIdentifier[],
  mrnSystem = defaultMrnSystem,
): PatientIdentifier | undefined {
  const current = identifiers.filter((identifier) => isCurrent(identifier) && identifier.value !== null);
  return (
    current.find(({ type }) => type === "MR" || type === "MRN") ??
    current.find(({ system }) => system === mrnSystem)
  );
}

function currentTelecom(telecoms: readonly PatientTelecom[], system: string): PatientTelecom | undefined {
  return telecoms.find(
    (telecom) => telecom.system === system && telecom.value !== null && isCurrent(telecom),
  );
}

function words(parts: readonly string[]): string | null {
  return parts.join(" ") || null;
}

function addressOf(entry: PatientAddress): Address {
  const { use: _use, ...address } = entry;
  return address;
}

/**
 * A patient with the short fields its lists give: the name is the official one, else the first current one; the
 * medical record number is the identifier of type MR, else of the organization's system; phone, e-mail and
 * address are the first current ones.
 */
export function withShortFields(facts: PatientFacts, options: ShortFieldOptions = {}): PatientData {
  const name = currentName(facts.names);
  const [firstName = null, ...middle] = name?.given ?? [];
  const address = facts.addresses.find(isCurrent);
  return {
    ...facts,
    firstName,
    middleName: words(middle),
    lastName: name?.family ?? null,
    prefix: words(name?.prefix ?? []),
    suffix: words(name?.suffix ?? []),
    mrn: currentMrn(facts.identifiers, options.mrnSystem)?.value ?? null,
    phone: currentTelecom(facts.telecoms, "phone")?.value ?? null,
    email: currentTelecom(facts.telecoms, "email")?.value ?? null,
    address: address ? addressOf(address) : null,
  };
}

/** The list with `entry` in the place of `before`; added when it was not there, taken out when it is null. */
function replaced<T>(list: readonly T[], before: T | undefined, entry: T | null): T[] {
  if (before === undefined) return entry === null ? [...list] : [...list, entry];
  return list.flatMap((item) => (item !== before ? [item] : entry === null ? [] : [entry]));
}

const split = (text: string | null) => text?.split(/\s+/).filter(Boolean) ?? [];

const newName: PatientName = { use: "official", family: null, given: [], prefix: [], suffix: [], text: null };

function writeName(facts: PatientFacts, wanted: PatientData, changed: ReadonlySet<ShortField>): PatientFacts {
  const before = currentName(facts.names);
  const name = before ?? newName;
  const [first, ...middle] = name.given;
  const given = [
    ...(changed.has("firstName") ? [wanted.firstName] : [first ?? null]),
    ...(changed.has("middleName") ? split(wanted.middleName) : middle),
  ].filter((part) => part !== null);
  const entry: PatientName = {
    ...name,
    family: changed.has("lastName") ? wanted.lastName : name.family,
    given,
    prefix: changed.has("prefix") ? split(wanted.prefix) : name.prefix,
    suffix: changed.has("suffix") ? split(wanted.suffix) : name.suffix,
    // The whole name as text would contradict its changed parts.
    text: null,
  };
  return { ...facts, names: replaced(facts.names, before, entry) };
}

function writeMrn(facts: PatientFacts, value: string | null, options: ShortFieldOptions): PatientFacts {
  const before = currentMrn(facts.identifiers, options.mrnSystem);
  const identifier = before ?? {
    system: options.mrnSystem ?? defaultMrnSystem,
    type: "MR",
    use: null,
  };
  const entry = value === null ? null : { ...identifier, value };
  return { ...facts, identifiers: replaced(facts.identifiers, before, entry) };
}

function writeTelecom(facts: PatientFacts, system: "phone" | "email", value: string | null): PatientFacts {
  const before = currentTelecom(facts.telecoms, system);
  const entry = value === null ? null : { ...(before ?? { system, use: null, rank: null }), value };
  return { ...facts, telecoms: replaced(facts.telecoms, before, entry) };
}

function writeAddress(facts: PatientFacts, address: Address | null): PatientFacts {
  const before = facts.addresses.find(isCurrent);
  const entry = address === null ? null : { use: before?.use ?? null, ...address };
  return { ...facts, addresses: replaced(facts.addresses, before, entry) };
}

const nameFields = ["firstName", "middleName", "lastName", "prefix", "suffix"] as const;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * The patient after a change was written: `wanted` is `before` with the change merged in. A short field that
 * differs from before changes the list entry it stands for; every other list entry stays as `wanted` has it.
 */
export function applyShortFields(
  before: PatientData,
  wanted: PatientData,
  options: ShortFieldOptions = {},
): PatientData {
  const changed = new Set(shortFieldNames.filter((field) => !same(before[field], wanted[field])));
  let facts: PatientFacts = wanted;
  if (nameFields.some((field) => changed.has(field))) facts = writeName(facts, wanted, changed);
  if (changed.has("mrn")) facts = writeMrn(facts, wanted.mrn, options);
  if (changed.has("phone")) facts = writeTelecom(facts, "phone", wanted.phone);
  if (changed.has("email")) facts = writeTelecom(facts, "email", wanted.email);
  if (changed.has("address")) facts = writeAddress(facts, wanted.address);
  return withShortFields(facts, options);
}

/** A patient of whom nothing is known. */
export const emptyPatient: PatientData = patientSchema.parse({});
