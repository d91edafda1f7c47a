/** RXD as a MedicationDispense, and RXA of an order as a MedicationAdministration. */
import type { FhirJson } from "@/lib/fhir";
import { type Conversion, idIn, type Reference } from "./conversion";
import { absent, element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group, GroupShape } from "./groups";
import { amountIn, assumedMedication, medicationOf } from "./medication";
import { wordsIn } from "./medication-request";
import { periodOf } from "./moments";
import { notesOf } from "./note";
import { orderIdentifiers, orderSegments } from "./order";
import { numbered } from "./patient";
import type { Subject } from "./patient-group";
import { addPractitioners } from "./people";
import { meaningOf, type Table } from "./table";

export const dispensedShape: GroupShape = {
  name: "dispensed",
  opens: ["RXD"],
  members: ["NTE", "TQ1", "TQ2", "RXR", "RXC"],
};
export const administeredShape: GroupShape = { name: "administered", opens: ["RXA"], members: ["RXR"] };

/** Where each says what it is. */
const medications = {
  RXD: { code: 2, form: 6, strength: 16, volume: 30 },
  RXA: { code: 5, form: 8, strength: 13, volume: 23 },
} as const;

/** Table 0322. */
const statuses: Table = { CP: "completed", PA: "stopped", RE: "not-done", NA: "not-done" };

/** Everybody who gave it. */
function performersOf(conversion: Conversion, reader: FieldReader): FhirJson[] {
  return addPractitioners(conversion, reader.values(10)).map((actor) => ({ actor }));
}

/** The same of both: for whom, by which order, and of what. */
interface Given {
  readonly reader: FieldReader;
  readonly shared: FhirJson;
  readonly identity: readonly (string | undefined)[];
}

function readGiven(
  conversion: Conversion,
  order: Group,
  group: Group,
  { encounter }: Subject,
  places: (typeof medications)[keyof typeof medications],
): Given | undefined {
  const [segment] = group.segments;
  if (!segment) return undefined;
  const reader = conversion.read(segment);
  const [first] = orderIdentifiers(orderSegments(conversion, order));
  // A text of what is dispensed, and coded of what is given.
  const remarks = segment.name === "RXD" ? reader.texts(9) : wordsIn(reader, 9);
  return {
    reader,
    shared: {
      ...medicationOf(conversion, reader, places, group.all("RXC")),
      context: encounter,
      note: [...remarks.map((text) => ({ text })), ...notesOf(conversion, group.all("NTE"))],
    },
    identity: [first?.system, first?.value, reader.text(1), reader.text(2), reader.text(3)].map(
      (part) => part ?? undefined,
    ),
  };
}

/** How it was given (RXR). */
function wayOf(conversion: Conversion, group: Group): FhirJson | undefined {
  const segment = group.segment("RXR");
  const rxr = segment && conversion.read(segment);
  return element<FhirJson>({
    site: rxr?.concept(2, "0163"),
    route: rxr?.concept(1, "0162"),
    method: rxr?.concept(4, "0165"),
  });
}

function addDispense(
  conversion: Conversion,
  order: Group,
  group: Group,
  subject: Subject,
  request: Reference | undefined,
): void {
  const given = readGiven(conversion, order, group, subject, medications.RXD);
  if (!given) return;
  const { reader: rxd, shared, identity } = given;
  const dosage = wayOf(conversion, group);
  conversion.add(
    "MedicationDispense",
    conversion.idOfEach("MedicationDispense", [rxd.text(7), ...identity]),
    {
      identifier: entries([numbered(rxd.text(7), "PRN")]),
      ...shared,
      subject: subject.patient,
      performer: performersOf(conversion, rxd),
      authorizingPrescription: request && [request],
      quantity: amountIn(rxd, 4),
      whenHandedOver: rxd.dateTime(3),
      dosageInstruction: dosage && [dosage],
    },
    { assumed: { status: "completed", ...assumedMedication(shared) } },
  );
}

/** When it was given; FHIR wants to know. */
function effectiveOf(rxa: FieldReader): FhirJson {
  const [start, end] = [rxa.dateTime(3), rxa.dateTime(4)];
  if (start === undefined) return { _effectiveDateTime: absent };
  return end === undefined || end === start
    ? { effectiveDateTime: start }
    : { effectivePeriod: periodOf(start, end) };
}

function addAdministration(
  conversion: Conversion,
  order: Group,
  group: Group,
  subject: Subject,
  request: Reference | undefined,
): void {
  const given = readGiven(conversion, order, group, subject, medications.RXA);
  if (!given || !subject.patient) return;
  const { reader: rxa, shared, identity } = given;
  const isDeleted = rxa.code(21) === "D";
  const dose = amountIn(rxa, 6);
  // Without an amount FHIR has no place for the way.
  const dosage = dose && { ...wayOf(conversion, group), dose };
  conversion.add(
    "MedicationAdministration",
    conversion.idOfEach("MedicationAdministration", [idIn(subject.patient), ...identity]),
    {
      status: isDeleted ? "entered-in-error" : meaningOf(statuses, rxa.code(20)),
      statusReason: rxa.concepts(18),
      ...shared,
      subject: subject.patient,
      ...effectiveOf(rxa),
      performer: performersOf(conversion, rxa),
      reasonCode: rxa.concepts(19),
      request,
      dosage,
    },
    { assumed: { status: "completed", ...assumedMedication(shared) }, isDeleted },
  );
}

/** What was handed out or given of an order's medicines. */
export function addMedicationsGiven(
  conversion: Conversion,
  order: Group,
  subject: Subject,
  request: Reference | undefined,
): void {
  for (const group of order.of("dispensed")) addDispense(conversion, order, group, subject, request);
  for (const group of order.of("administered")) addAdministration(conversion, order, group, subject, request);
}
