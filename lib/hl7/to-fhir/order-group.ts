/** What a message says around ORC and OBR: the order, its specimens, its results and the report of them. */
import { type Attachment, encapsulatedOf, pointedAt } from "./attachment";
import { addCondition } from "./condition";
import { type Conversion, idIn, type Reference } from "./conversion";
import { addDocument } from "./document";
import { entries } from "./elements";
import type { Group, GroupShape } from "./groups";
import { addMedicationsGiven, administeredShape, dispensedShape } from "./medication-given";
import { addMedicationRequests, encodedShape, requestedShape } from "./medication-request";
import { addContacts } from "./next-of-kin";
import { addObservation, type Observed } from "./observation";
import { titleOf } from "./observation-code";
import { addServiceRequest, type OrderSegments, orderIdentity, orderSegments } from "./order";
import { observationShape, type Subject } from "./patient-group";
import { addReport, effectiveOf } from "./report";
import { addOrderedSpecimen, addSpecimen } from "./specimen";

export const specimenShape: GroupShape = {
  name: "specimen",
  opens: ["SPM"],
  members: ["SAC", "CON"],
  groups: [observationShape],
};

const members = ["TQ1", "TQ2", "NTE", "PRT", "CTD", "DG1", "FT1", "CTI", "BLG", "CON", "ODS", "ODT", "TCD"];

/** ORC comes first, but where specimens come before orders, and where senders of medicines leave it out. */
export const orderShape: GroupShape = {
  name: "order",
  opens: ["ORC", "OBR"],
  impliedBy: ["RXO", "RXE", "RXD", "RXA"],
  members,
  groups: [requestedShape, encodedShape, dispensedShape, administeredShape, specimenShape, observationShape],
};
/** One that may have a document of its own. */
export const documentedOrderShape: GroupShape = { ...orderShape, members: [...members, "TXA"] };
export const orderOfSpecimenShape: GroupShape = {
  name: "order",
  opens: ["OBR", "ORC"],
  isInAnyOrder: true,
  members: [...members, "TXA"],
  groups: [observationShape],
};

/** Documents among the results are forms of the report: its pages, not what was observed. */
function formOf(conversion: Conversion, group: Group): Attachment[] {
  const [segment] = group.segments;
  if (!segment) return [];
  const obx = conversion.read(segment);
  const read = obx.code(2) === "ED" ? encapsulatedOf : obx.code(2) === "RP" ? pointedAt : undefined;
  const reading = { title: titleOf(obx), tell: (message: string) => obx.tell(5, message) };
  const creation = obx.dateTime(14);
  const forms = read && obx.each(5, (value) => read(value, reading));
  return (forms ?? []).map((form) => ({ ...form, ...(creation && { creation }) }));
}

interface Results {
  readonly observations: readonly Reference[];
  readonly forms: readonly Attachment[];
}

function addResults(
  conversion: Conversion,
  groups: readonly Group[],
  observed: Observed,
  hasReport: boolean,
): Results {
  const observations: Reference[] = [];
  const forms: Attachment[] = [];
  for (const group of groups) {
    const pages = hasReport ? formOf(conversion, group) : [];
    forms.push(...pages);
    // What is said of a page stands in an observation; the page itself only in the report.
    const observation = addObservation(conversion, group, { ...observed, isAttached: pages.length > 0 });
    if (observation) observations.push(observation);
  }
  return { observations, forms };
}

/** Orders whose number several services share, all of one kind, are counted. */
function orderIdOf(conversion: Conversion, order: OrderSegments): string {
  const identity = orderIdentity(order);
  return identity
    ? conversion.idOfEach("ServiceRequest", identity)
    : conversion.idOf("ServiceRequest", undefined);
}

function specimensOf(
  conversion: Conversion,
  group: Group,
  order: OrderSegments,
  subject: Subject,
  orderId: string,
): Reference[] {
  const taken = { patient: subject.patient, orderId, obr: order.obr };
  const named = group.of("specimen").map((one) => addSpecimen(conversion, one, taken));
  const specimens = entries(named);
  if (specimens || !order.obr) return specimens ?? [];
  return entries([addOrderedSpecimen(conversion, order.obr, taken)]) ?? [];
}

export interface OrderOptions {
  /** The message tells results: each order has a report, and what is observed is based on the order. */
  readonly isResult: boolean;
  /** Of the group around it. */
  readonly specimen?: Reference;
}

function reasonsOf(conversion: Conversion, group: Group, { patient, owner }: Subject): Reference[] {
  if (!patient) return [];
  const diagnoses = group.all("DG1").map((segment) => addCondition(conversion, segment, patient, owner));
  return conversion.present(entries(diagnoses) ?? []).map(({ reference }) => ({ reference }));
}

/** What was observed for the order: its results, or what had to be known to do it. */
function observedFor(subject: Subject, orderId: string, specimens: readonly Reference[]): Observed {
  return {
    subject: subject.patient,
    encounter: subject.encounter,
    owner: [orderId],
    specimen: specimens.length === 1 ? specimens[0] : undefined,
  };
}

const medicines = [requestedShape, encodedShape, dispensedShape, administeredShape];

/** Medicines need no service beside them, unless the order asks for one too. */
function isService(group: Group): boolean {
  return group.segment("OBR") !== undefined || medicines.every(({ name }) => group.of(name).length === 0);
}

/** Medicines that are asked for, and those that are given. */
function addMedicines(
  conversion: Conversion,
  group: Group,
  subject: Subject,
  reasons: readonly Reference[],
): Reference | undefined {
  const request = addMedicationRequests(conversion, group, { ...subject, reasons });
  addMedicationsGiven(conversion, group, subject, request);
  return request;
}

/** An order of medicines alone, and what is observed for it. One that only tells what was given asks for nothing. */
function addMedicineOrder(conversion: Conversion, group: Group, subject: Subject): Reference | undefined {
  const request = addMedicines(conversion, group, subject, reasonsOf(conversion, group, subject));
  const observations = observationsOf(group);
  if (observations.length === 0) return request;
  const id = request ? idIn(request) : orderIdOf(conversion, orderSegments(conversion, group));
  addResults(conversion, observations, { ...observedFor(subject, id, []), basedOn: request }, false);
  return request;
}

/** The order of a group, with all that belongs to it; undefined where it tells only what medicines were given. */
export function addOrderGroup(
  conversion: Conversion,
  group: Group,
  subject: Subject,
  options: OrderOptions,
): Reference | undefined {
  if (subject.patient) addContacts(conversion, group.all("CTD"), subject.patient);
  const order = isService(group)
    ? addOrder(conversion, group, subject, options)
    : addMedicineOrder(conversion, group, subject);
  // A document of the order (TXA, since 2.8); its pages are results like others.
  if (group.segment("TXA"))
    addDocument(conversion, group, [], { ...subject, related: entries([order]) ?? [] });
  return order;
}

function addOrder(
  conversion: Conversion,
  group: Group,
  subject: Subject,
  { isResult, specimen }: OrderOptions,
): Reference {
  addMedicines(conversion, group, subject, []);
  const order = orderSegments(conversion, group);
  const { obr } = order;
  const id = orderIdOf(conversion, order);
  const specimens = [...(specimen ? [specimen] : []), ...specimensOf(conversion, group, order, subject, id)];
  const reasons = reasonsOf(conversion, group, subject);
  const observed = observedFor(subject, id, specimens);
  const request = { ...subject, specimens, reasons };
  // An order whose result stands (OBR-22, OBR-25) has a report, whatever the message is.
  if (!obr || (!isResult && (obr.text(25) ?? obr.text(22)) === undefined)) {
    const { observations: supportingInfo } = addResults(conversion, observationsOf(group), observed, false);
    return addServiceRequest(conversion, group, id, { ...request, supportingInfo });
  }
  const basedOn = addServiceRequest(conversion, group, id, { ...request, supportingInfo: [] });
  const timed = { ...observed, basedOn, effective: effectiveOf(obr), issued: obr.instant(22) };
  const { observations, forms } = addResults(conversion, observationsOf(group), timed, true);
  const results = conversion.present(observations);
  addReport(conversion, group, order, id, { ...subject, basedOn, specimens, results, forms });
  return basedOn;
}

/** Those of the order, and those of its specimens. */
function observationsOf(group: Group): Group[] {
  return [
    ...group.of("observation"),
    ...group.of("specimen").flatMap((specimen) => specimen.of("observation")),
  ];
}
