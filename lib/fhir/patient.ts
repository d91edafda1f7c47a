/** Patient between FHIR R4 and our record, both ways. Pure but for the clock, which says what has ended. */

import {
  type PatientData,
  type PatientFacts,
  partialDate,
  type ShortFieldOptions,
  withShortFields,
} from "@/lib/records/schema";
import { oneType, withoutOtherTypes } from "./choice-field";
import { codeIn } from "./concept-field";
import { birthTimeUrl, withoutBeside } from "./extension";
import { allOf, type Field, flag, type Has, pruned, put, text, time } from "./field";
import { parseElement, parseResource } from "./parse";
import { addresses, gender, identifiers, names, telecoms } from "./person";
import type { FhirResource } from "./resource";
import { type FhirCodeableConcept, type FhirPatient, patientResource } from "./types";

const languageTags = "urn:ietf:bcp:47";
const isLanguageTag = (tag: string) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag);

const died = oneType("deceased", "Boolean", flag("deceasedBoolean"));
const diedAt = oneType("deceased", "DateTime", time("deceasedDateTime"));

const deceased: Field<
  Has<"deceasedBoolean", boolean> & Has<"deceasedDateTime", string>,
  string | boolean | null
> = {
  read: (element) => diedAt.read(element) ?? died.read(element),
  write: (element, value) => {
    if (value === null) return withoutOtherTypes(element, "deceased");
    return typeof value === "boolean" ? died.write(element, value) : diedAt.write(element, value);
  },
};

interface Spoken {
  readonly language?: FhirCodeableConcept | null;
  readonly preferred?: boolean | null;
}

const spoken = codeIn("language", languageTags, isLanguageTag);

function preferredOf(communication: readonly Spoken[]): Spoken | undefined {
  return communication.find(({ preferred }) => preferred) ?? communication[0];
}

/** The language the patient prefers, else the first. Another one is added, as they still speak the old. */
const language: Field<{ readonly communication?: readonly Spoken[] | null }, string | null> = {
  read: ({ communication }) => {
    const entry = preferredOf(communication ?? []);
    return entry ? spoken.read(entry) : null;
  },
  write: (element, value) => {
    if (value === null) return { ...element, communication: undefined };
    const all = element.communication ?? [];
    const known = all.find((entry) => spoken.read(entry) === value);
    const others = all
      .filter((entry) => entry !== known)
      .map((entry) => ({ ...entry, preferred: undefined }));
    const chosen = { ...(known ?? spoken.write({}, value)), preferred: true };
    return { ...element, communication: [chosen, ...others] };
  },
};

const birthDate = text("birthDate");

/** Another birth date takes the time of birth along. */
const dateOfBirth: Field<Has<"birthDate", string>, string | null> = {
  read: (element) => parseElement(partialDate, element.birthDate, "birthDate"),
  write: (element, value) => birthDate.write(withoutBeside(element, "birthDate", birthTimeUrl), value),
};

const facts = allOf<FhirPatient, PatientFacts>({
  dateOfBirth,
  gender,
  deceased,
  language,
  active: flag("active"),
  names,
  identifiers,
  telecoms,
  addresses,
});

/** Our record of a FHIR Patient. Throws `mapping_failed` naming the elements that do not follow FHIR. */
export function patientFromFhir(resource: unknown, options: ShortFieldOptions = {}): PatientData {
  return withShortFields(facts.read(parseResource(patientResource, resource)), options);
}

/**
 * The Patient's converter. Like those of the other kinds, but that the record's short fields follow from its lists and
 * that it points at nothing.
 */
export const patient: FhirResource<PatientData> = {
  resourceType: "Patient",
  fromFhir: (resource) => ({ data: patientFromFhir(resource), references: {} }),
  toFhir: (data, { id } = {}) => patient.into({ resourceType: "Patient", id }, data),
  into: (resource, data) => pruned(put(facts, parseResource(patientResource, resource), data)),
};
