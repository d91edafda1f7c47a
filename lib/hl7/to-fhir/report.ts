/** OBR as a DiagnosticReport (guide: OBR[DiagnosticReport], ORC[DiagnosticReport]). */
import type { FhirJson } from "@/lib/fhir";
import type { Attachment } from "./attachment";
import type { Conversion, Reference } from "./conversion";
import { entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group } from "./groups";
import { periodOf } from "./moments";
import { type OrderSegments, orderIdentifiers } from "./order";
import { reportStatus } from "./order-status";
import { participationsIn } from "./participation";
import { addNamedPractitioner } from "./people";

/** NDL in a field: who, by name or number. */
function named(conversion: Conversion, obr: FieldReader | undefined, field: number): Reference[] {
  return entries((obr?.values(field) ?? []).map((value) => addNamedPractitioner(conversion, value))) ?? [];
}

function unlike(references: readonly (Reference | undefined)[]): Reference[] {
  const all = new Map((entries(references) ?? []).map((one) => [one.reference, one]));
  return [...all.values()];
}

/** When it was observed. */
export function effectiveOf(obr: FieldReader | undefined): FhirJson {
  const [start, end] = [obr?.dateTime(7), obr?.dateTime(8)];
  return end === undefined ? { effectiveDateTime: start } : { effectivePeriod: periodOf(start, end) };
}

export interface Reported {
  readonly patient: Reference | undefined;
  readonly encounter: Reference | undefined;
  readonly basedOn: Reference;
  readonly specimens: readonly Reference[];
  readonly results: readonly Reference[];
  readonly forms: readonly Attachment[];
}

/** Who did it, and who says what it means. */
function peopleOf(conversion: Conversion, group: Group, obr: FieldReader | undefined): FhirJson {
  const participants = participationsIn(conversion, group.all("PRT"));
  const all = (fields: readonly number[], codes: readonly string[]) =>
    unlike([
      ...fields.flatMap((field) => named(conversion, obr, field)),
      ...participants.filter(({ code }) => codes.includes(code)).map(({ who }) => who),
    ]);
  return {
    performer: all([34, 35], ["ARI", "TN", "TR", "PO"]),
    resultsInterpreter: all([32, 33], ["PRI", "PI"]),
  };
}

/** The elements that `""` deletes. */
const clears = { effectiveDateTime: [7], effectivePeriod: [8], issued: [22], category: [24] };

export function addReport(
  conversion: Conversion,
  group: Group,
  order: OrderSegments,
  id: string,
  reported: Reported,
): Reference {
  const { obr } = order;
  const category = obr?.concept(24, "0074");
  return conversion.add(
    "DiagnosticReport",
    id,
    {
      identifier: orderIdentifiers(order),
      basedOn: [reported.basedOn],
      status: reportStatus(obr),
      category: category && [category],
      code: obr?.concept(4),
      subject: reported.patient,
      encounter: reported.encounter,
      ...effectiveOf(obr),
      issued: obr?.instant(22),
      ...peopleOf(conversion, group, obr),
      specimen: reported.specimens,
      result: reported.results,
      presentedForm: reported.forms,
    },
    { assumed: { status: "unknown", code: { text: "unknown" } }, cleared: obr?.cleared(clears) },
  );
}
