/** A record as the head of a row. Pure. */
import { z } from "zod";
import { nameInLists, patientTitle } from "./patient-name";
import { patientName } from "./patients";
import { codedList, optionalCoded, optionalText } from "./text";

/** What records are called by. */
const named = z.object({
  lastName: optionalText,
  firstName: optionalText,
  middleName: optionalText,
  names: z.array(patientName).default([]),
  code: optionalCoded,
  medication: optionalCoded,
  type: optionalCoded,
  types: codedList,
  serviceTypes: codedList,
  appointmentType: optionalCoded,
  class: optionalCoded,
  description: optionalText,
});

/** The fields of a record's data that `titleOf` reads. */
export const titleFields: readonly string[] = Object.keys(named.shape);

/** "diagnostic_reports" → "Diagnostic report", for a record that says nothing of itself. */
function nounOf(entity: string): string {
  const noun = entity.replaceAll("_", " ").replace(/s$/, "");
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}

/** Whom or what a record is about: a person's name, the code of a finding, the kind of a visit. */
export function titleOf(entity: string, data: unknown): string {
  const facts = named.safeParse(data).data;
  if (!facts) return nounOf(entity);
  if (entity === "patients") return patientTitle(facts);
  const [name] = facts.names;
  if (name) return nameInLists(name);
  const { code, medication, type, types, serviceTypes, appointmentType } = facts;
  const codes = [code, medication, type, ...types, ...serviceTypes, appointmentType, facts.class];
  const [coded] = codes.flatMap((one) => one?.display ?? one?.code ?? []);
  return coded ?? facts.description ?? nounOf(entity);
}
