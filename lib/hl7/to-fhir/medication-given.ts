/** RXD as a MedicationDispense, and RXA of an order as a MedicationAdministration. */
import type { FhirIdentifier, FhirJson } from "@/lib/fhir";
import type { Segment } from "../segment";
import { tableSystem } from "./coding-systems";
import { type Conversion, type Identity, idIn, type Reference } from "./conversion";
import { absent, element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group, GroupShape } from "./groups";
import { amountIn, assumedMedication, type MedicationFields, medicationOf } from "./medication";
import { wordsIn } from "./medication-request";
import { periodOf } from "./moments";
import { notesOf } from "./note";
import { addObservation } from "./observation";
import { addOrderProvenance, orderIdentifiers, orderSegments, requesterOf } from "./order";
import { numbered } from "./patient";
import { observationShape, type Subject } from "./patient-group";
import { addPractitioners } from "./people";
import { meaningOf, type Table } from "./table";

export const dispensedShape: GroupShape = {
  name: "dispensed",
  opens: ["RXD"],
  members: ["NTE", "TQ1", "TQ2", "RXR", "RXC"],
  groups: [observationShape],
};
export const administeredShape: GroupShape = {
  name: "administered",
  opens: ["RXA"],
  members: ["NTE", "RXR"],
  groups: [observationShape],
};

/** Where each says what it is. */
const medications = {
  RXD: { code: 2, form: 6, strength: 16, volume: 30 },
  RXA: { code: 5, form: 8, strength: 13, volume: 23 },
} as const;

/** Table 0322. */
const statuses: Table = { CP: "completed", PA: "stopped", RE: "not-done", NA: "not-done" };

interface Ordered {
  readonly orc?: FieldReader | undefined;
  readonly identifiers: readonly FhirIdentifier[];
  readonly requester?: Reference | undefined;
  readonly notes: readonly Segment[];
}

/** What an order says that is told by no request of its own: what is given says it (guide: ORC[MedicationAdministration]). */
function orderedBy(conversion: Conversion, order: Group, request: Reference | undefined): Ordered {
  if (request || order.segment("OBR")) return { identifiers: [], notes: [] };
  const segments = orderSegments(conversion, order);
  return {
    orc: segments.orc,
    identifiers: orderIdentifiers(segments),
    requester: requesterOf(conversion, segments, order),
    notes: order.all("NTE"),
  };
}

const orderer = { coding: [{ system: tableSystem("0443"), code: "OP" }] };

/** Everybody who gave it, and who asked for it where nothing else says so: no organization gives anything, FHIR says. */
function performersOf(conversion: Conversion, reader: FieldReader, { orc, requester }: Ordered): FhirJson[] {
  const isRefused =
    reader.segment.name === "RXA" && requester?.reference.startsWith("Organization/") === true;
  if (isRefused && orc) conversion.note(orc.segment, 21, "FHIR has no place for it beside what was given.");
  return [
    ...addPractitioners(conversion, reader.values(10)).map((actor) => ({ actor })),
    ...(requester && !isRefused ? [{ function: orderer, actor: requester }] : []),
  ];
}

/** The same of both: for whom, by which order, and of what. */
interface Given {
  readonly reader: FieldReader;
  readonly shared: FhirJson;
  readonly ordered: Ordered;
  readonly identity: Identity | undefined;
}

/** Its order's number, else whose it is and what, and which of the order's it is. */
function identityOf(
  reader: FieldReader,
  [first]: readonly FhirIdentifier[],
  patient: Reference | undefined,
  { code }: MedicationFields,
): Identity | undefined {
  const counted = [reader.text(1), reader.text(2), reader.text(3)];
  if (first) return [first.system, first.value, ...counted];
  return patient && [idIn(patient), reader.text(code) ?? reader.text(code, 2), ...counted];
}

function readGiven(
  conversion: Conversion,
  order: Group,
  group: Group,
  { patient, encounter }: Subject,
  request: Reference | undefined,
  places: MedicationFields,
): Given | undefined {
  const [segment] = group.segments;
  if (!segment) return undefined;
  const reader = conversion.read(segment);
  const ordered = orderedBy(conversion, order, request);
  const notes = notesOf(conversion, [...ordered.notes, ...group.all("NTE")]);
  const numbers = orderIdentifiers(orderSegments(conversion, order));
  // A text of what is dispensed, and coded of what is given.
  const remarks = segment.name === "RXD" ? reader.texts(9) : wordsIn(reader, 9);
  return {
    reader,
    shared: {
      ...medicationOf(conversion, reader, places, group.all("RXC")),
      subject: patient,
      context: encounter,
      performer: performersOf(conversion, reader, ordered),
      note: [...remarks.map((text) => ({ text })), ...notes],
    },
    ordered,
    identity: identityOf(reader, numbers, patient, places),
  };
}

/** What is observed of it is a part of it; who entered its order stands beside it where no request is told. */
function addRest(
  conversion: Conversion,
  group: Group,
  { patient, encounter }: Subject,
  { orc }: Ordered,
  { request, given }: { readonly request: Reference | undefined; readonly given: Reference },
): void {
  if (orc) addOrderProvenance(conversion, orc, given);
  for (const observation of group.of("observation")) {
    addObservation(conversion, observation, {
      subject: patient,
      encounter,
      owner: [idIn(given)],
      basedOn: request,
      partOf: given,
    });
  }
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

function idOfGiven(
  conversion: Conversion,
  resourceType: string,
  number: string | undefined,
  identity: Identity | undefined,
): string {
  return identity
    ? conversion.idOfEach(resourceType, [number, ...identity])
    : conversion.idOf(resourceType, undefined);
}

function addDispense(
  conversion: Conversion,
  order: Group,
  group: Group,
  subject: Subject,
  request: Reference | undefined,
): void {
  const read = readGiven(conversion, order, group, subject, request, medications.RXD);
  if (!read) return;
  const { reader: rxd, shared, ordered, identity } = read;
  const dosage = wayOf(conversion, group);
  const given = conversion.add(
    "MedicationDispense",
    idOfGiven(conversion, "MedicationDispense", rxd.text(7), identity),
    {
      identifier: entries([numbered(rxd.text(7), "PRN"), ...ordered.identifiers]),
      ...shared,
      authorizingPrescription: request && [request],
      quantity: amountIn(rxd, 4),
      whenHandedOver: rxd.dateTime(3),
      dosageInstruction: dosage && [dosage],
    },
    { assumed: { status: "completed", ...assumedMedication(shared) } },
  );
  addRest(conversion, group, subject, ordered, { request, given });
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
  const read = readGiven(conversion, order, group, subject, request, medications.RXA);
  if (!read) return;
  const { reader: rxa, shared, ordered, identity } = read;
  const isDeleted = rxa.code(21) === "D";
  const dose = amountIn(rxa, 6);
  // Without an amount FHIR has no place for the way.
  const dosage = dose && { ...wayOf(conversion, group), dose };
  const owner = subject.patient && idIn(subject.patient);
  const given = conversion.add(
    "MedicationAdministration",
    idOfGiven(conversion, "MedicationAdministration", owner, identity),
    {
      identifier: ordered.identifiers,
      status: isDeleted ? "entered-in-error" : meaningOf(statuses, rxa.code(20)),
      statusReason: rxa.concepts(18),
      ...shared,
      ...effectiveOf(rxa),
      reasonCode: rxa.concepts(19),
      request,
      dosage,
    },
    {
      assumed: { status: "completed", subject: absent, ...assumedMedication(shared) },
      isDeleted,
    },
  );
  addRest(conversion, group, subject, ordered, { request, given });
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
