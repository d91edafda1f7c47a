/** A patient's name in one line, as lists show it. Pure. */
import type { PatientData, PatientName } from "./patients";

/** "Doe, John Paul": family name first, as lists are read. Text stands where there are no parts. */
export function nameInLists({ family, given, text }: Pick<PatientName, "family" | "given" | "text">): string {
  const parts = [family, given.join(" ")].filter(Boolean).join(", ");
  return parts || text || "No name given";
}

/** The parts of a patient that make up the name in lists. */
type NamedPatient = Pick<PatientData, "lastName" | "firstName" | "middleName" | "names">;

/** The patient as the head of a row. */
export function patientTitle({ lastName, firstName, middleName, names }: NamedPatient): string {
  const given = [firstName, middleName].filter((part) => part !== null);
  return nameInLists({ family: lastName, given, text: names.find(({ text }) => text)?.text ?? null });
}
