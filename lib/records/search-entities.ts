/** What records of each entity are found by. Pure. */
import type { z } from "zod";
import { normaliseIdentifier, normaliseText } from "./normalise";
import { type Coded, entitySchemas, type PatientIdentifier, type RecordEntity } from "./schema";
import { entryOf, type SearchEntry, Tokens } from "./search-entry";
import { addNames, nameWords, patientEntry } from "./search-patients";

/** What a clinical record says of itself, by search parameter. */
interface Facets {
  /** Ids of our own records. */
  readonly pointing?: Readonly<Record<string, readonly (string | null)[]>>;
  readonly identifiers?: readonly PatientIdentifier[];
  readonly codes: Readonly<Record<string, readonly (Coded | null)[]>>;
  /** Plain codes, whose system FHIR fixes. */
  readonly plain: Readonly<Record<string, readonly (string | null)[]>>;
  /** Text that people would search for, beside what its codes are called. */
  readonly words?: readonly (string | null)[];
}

function clinicalEntry({ pointing = {}, identifiers = [], codes, plain, words = [] }: Facets): SearchEntry {
  const tokens = new Tokens();
  tokens.addIdentifiers(identifiers);
  for (const [parameter, coded] of Object.entries(codes)) tokens.addCodes(parameter, coded);
  for (const [parameter, values] of Object.entries(plain)) {
    for (const value of values) tokens.add(parameter, normaliseIdentifier(value ?? ""));
  }
  for (const [parameter, ids] of Object.entries(pointing)) {
    for (const id of ids) tokens.add(parameter, id);
  }
  const displays = (codes.code ?? []).map((coded) => coded?.display ?? null);
  return entryOf(
    tokens.list(),
    [...displays, ...words].map((word) => normaliseText(word ?? "")),
  );
}

/** Reads what is kept by the entity's schema, then `entry`. */
function of<Schema extends z.ZodType>(schema: Schema, entry: (data: z.output<Schema>) => SearchEntry) {
  return (data: unknown) => entry(schema.parse(data));
}

function clinical<Schema extends z.ZodType>(schema: Schema, facets: (data: z.output<Schema>) => Facets) {
  return of(schema, (data) => clinicalEntry(facets(data)));
}

const display = (coded: Coded) => coded.display;

/** What a record's data is found by, by entity. */
export const searchedBy: Readonly<Record<RecordEntity, (data: unknown) => SearchEntry>> = {
  patients: of(entitySchemas.patients, patientEntry),
  practitioners: of(entitySchemas.practitioners, (data) => {
    const tokens = new Tokens();
    addNames(tokens, data);
    tokens.addIdentifiers(data.identifiers);
    tokens.add("gender", data.gender);
    for (const { system, value } of data.telecoms) {
      if (system === "email") tokens.add("email", normaliseIdentifier(value ?? ""));
    }
    return entryOf(tokens.list(), [
      ...nameWords(data),
      ...data.qualifications.map((q) => normaliseText(q.display ?? "")),
    ]);
  }),
  observations: clinical(entitySchemas.observations, (data) => ({
    codes: { code: [data.code, ...data.components.map(({ code }) => code)] },
    plain: { category: data.category, status: [data.status] },
    pointing: { patient: [data.patientId], practitioner: data.performerIds },
  })),
  conditions: clinical(entitySchemas.conditions, (data) => ({
    identifiers: data.identifiers,
    codes: { code: [data.code], category: data.category, severity: [data.severity] },
    plain: { status: [data.clinicalStatus], "verification-status": [data.verificationStatus] },
    pointing: {
      patient: [data.patientId],
      encounter: [data.encounterId],
      practitioner: [data.recorderId, data.asserterId],
    },
  })),
  medications: clinical(entitySchemas.medications, (data) => ({
    identifiers: data.identifiers,
    codes: { code: [data.code], form: [data.form], ingredient: data.ingredients },
    plain: { status: [data.status] },
    words: data.ingredients.map(display),
  })),
  medication_requests: clinical(entitySchemas.medication_requests, (data) => ({
    identifiers: data.identifiers,
    codes: { code: [data.medication], category: data.category },
    plain: { status: [data.status], intent: [data.intent], priority: [data.priority] },
    pointing: {
      patient: [data.patientId],
      encounter: [data.encounterId],
      practitioner: [data.requesterId],
      medication: [data.medicationId],
    },
  })),
  appointments: clinical(entitySchemas.appointments, (data) => ({
    identifiers: data.identifiers,
    codes: { type: [data.appointmentType], code: data.serviceTypes },
    plain: { status: [data.status] },
    pointing: {
      patient: [data.patientId],
      practitioner: data.participants.map(({ practitionerId }) => practitionerId),
    },
    words: [data.description, ...data.participants.map(({ name }) => name), ...data.reasons.map(display)],
  })),
  encounters: clinical(entitySchemas.encounters, (data) => ({
    identifiers: data.identifiers,
    codes: { class: [data.class], type: data.types },
    plain: { status: [data.status] },
    pointing: {
      patient: [data.patientId],
      appointment: data.appointmentIds,
      practitioner: data.participants.map(({ practitionerId }) => practitionerId),
    },
    words: [
      ...[...data.types, ...data.reasons].map(display),
      ...data.participants.map(({ name }) => name),
      ...data.locations,
    ],
  })),
  diagnostic_reports: clinical(entitySchemas.diagnostic_reports, (data) => ({
    identifiers: data.identifiers,
    codes: { code: [data.code], category: data.category },
    plain: { status: [data.status] },
    pointing: {
      patient: [data.patientId],
      encounter: [data.encounterId],
      practitioner: data.performerIds,
      result: data.resultIds,
    },
  })),
  documents: clinical(entitySchemas.documents, (data) => ({
    identifiers: data.identifiers,
    codes: { type: [data.type], category: data.category },
    plain: { status: [data.status], "document-status": [data.documentStatus] },
    pointing: { patient: [data.patientId], encounter: data.encounterIds, practitioner: data.authorIds },
    words: [data.type?.display ?? null, data.description, ...data.attachments.map(({ title }) => title)],
  })),
};
