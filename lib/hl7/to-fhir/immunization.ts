/** RXA, RXR and what is observed about them as an Immunization (guide: RXA, RXR and ORC[Immunization]). */
import type { FhirAddress, FhirCodeableConcept, FhirJson } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import { systemAddress, tableSystem } from "./coding-systems";
import { type Conversion, type Identity, idIn, type Reference } from "./conversion";
import { absent, element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group, GroupShape } from "./groups";
import { observedOf } from "./immunization-facts";
import { addLocation } from "./location";
import { notesOf } from "./note";
import { addObservation } from "./observation";
import { orderIdentifiers, orderSegments } from "./order";
import { addCodedOrganization } from "./organization";
import { observationShape, type Subject } from "./patient-group";
import { addPractitioners } from "./people";
import { quantityOf, unitOf } from "./quantity";
import { meaningOf, type Table } from "./table";

/** A vaccination that is told: its order, what was given, and how. */
export const vaccinationShape: GroupShape = {
  name: "vaccination",
  opens: ["ORC", "RXA"],
  members: ["TQ1", "TQ2", "RXR", "NTE", "PRT"],
  groups: [observationShape],
};

/** Table 0322. */
const statuses: Table = { CP: "completed", PA: "completed", RE: "not-done", NA: "not-done" };

/**
 * CVX 998, "no vaccine administered": CDC's guide hangs on it what is told of no vaccination, such as a forecast of those
 * that are due. The guide to FHIR says nothing of it, but calls NA of RXA-20 `not-done`, which CDC wants beside it and
 * registers leave out. So it is always that: what is observed keeps its place and order, and nobody counts it as given.
 */
function isNone(rxa: FieldReader): boolean {
  const coding = rxa.concept(5, "0292")?.coding ?? [];
  return coding.some(({ system, code }) => code === "998" && vaccineSystems.includes(system));
}

const vaccineSystems: readonly (string | null | undefined)[] = [systemAddress("CVX"), tableSystem("0292")];

/** What was refused was not given, though senders leave the status out. */
function statusOf(rxa: FieldReader): string | undefined {
  if (rxa.code(21) === "D") return "entered-in-error";
  if (isNone(rxa)) return "not-done";
  return meaningOf(statuses, rxa.code(20)) ?? (rxa.value(18) ? "not-done" : undefined);
}

const refused: FhirCodeableConcept = {
  coding: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActReason", code: "PATOBJ" }],
};

/** Amounts of which senders say by 999 that nobody knows them. */
const unknownAmount = 999;

function doseOf(rxa: FieldReader) {
  const amount = rxa.number(6);
  return amount === unknownAmount ? undefined : quantityOf(amount, unitOf(rxa.value(7)));
}

/** Who ordered it and who gave it. */
function performersOf(conversion: Conversion, orc: FieldReader | undefined, rxa: FieldReader): FhirJson[] {
  const as = (code: string, values: readonly Repetition[]) =>
    addPractitioners(conversion, values).map((actor) => ({
      function: { coding: [{ system: tableSystem("0443"), code }] },
      actor,
    }));
  return [...as("OP", orc?.values(12) ?? []), ...as("AP", rxa.values(10))];
}

/** LA2 until 2.6 (RXA-11): the parts of a place, and its address behind them; a place and an address since. */
function locationOf(conversion: Conversion, rxa: FieldReader): Reference | undefined {
  const [address] = rxa.addresses(28);
  const place = addLocation(conversion, rxa.value(27), { address });
  if (place) return place;
  const at = (component: number) => rxa.text(11, component);
  const [city, state, postalCode, country] = [11, 12, 13, 14].map(at);
  const written = element<FhirAddress>({ line: entries([at(9), at(10)]), city, state, postalCode, country });
  // What is behind the place is no description of it, as it is in PL.
  const elements = written && { address: written, description: undefined, identifier: undefined };
  return addLocation(conversion, rxa.value(11), elements);
}

const informationSources = /^NIP0*1$/i;

/** RXA-9: whether it was recorded by whom it was given, or told by somebody else. */
function originOf(rxa: FieldReader): FhirJson {
  const origin = rxa.concepts(9)?.find(({ coding }) => coding);
  const source = origin?.coding?.find(({ system }) => informationSources.test(system ?? ""))?.code;
  return { primarySource: source ? source === "00" : undefined, reportOrigin: origin };
}

/** What has no code there is a note. */
function remarksIn(rxa: FieldReader): FhirJson[] {
  return (rxa.concepts(9) ?? []).filter(({ coding }) => !coding).map(({ text }) => ({ text }));
}

/** The order's number, else whom what was given when. Where nothing was given, the number is the same for everybody. */
function identityOf(identifiers: FhirJson[], rxa: FieldReader, owner: string | undefined): Identity {
  const [first] = isNone(rxa) ? [] : identifiers;
  const given = [rxa.whole(5) ?? rxa.whole(5, 2), rxa.text(3)];
  return first ? ["number", `${first.system ?? ""}`, `${first.value}`, ...given] : [owner, ...given];
}

/** Dates that say nothing else stand for none; FHIR wants one. */
function occurrenceOf(rxa: FieldReader): { said: FhirJson; assumed: FhirJson } {
  const occurrenceDateTime = rxa.dateTime(3);
  return occurrenceDateTime
    ? { said: { occurrenceDateTime }, assumed: {} }
    : { said: {}, assumed: { _occurrenceDateTime: absent } };
}

function givenHow(conversion: Conversion, group: Group): FhirJson {
  const segment = group.segment("RXR");
  const rxr = segment && conversion.read(segment);
  return { route: rxr?.concept(1, "0162"), site: rxr?.concept(2, "0163") };
}

/** What RXA says of the substance. */
function substanceOf(conversion: Conversion, rxa: FieldReader): FhirJson {
  return {
    vaccineCode: rxa.concept(5, "0292"),
    manufacturer: addCodedOrganization(conversion, rxa.value(17), "manufacturer"),
    lotNumber: rxa.text(15),
    expirationDate: rxa.date(16),
    doseQuantity: doseOf(rxa),
  };
}

/** Whether it was given, and why not. */
function outcomeOf(rxa: FieldReader): FhirJson {
  return {
    status: statusOf(rxa),
    statusReason: rxa.concept(18) ?? (rxa.code(20) === "RE" ? refused : undefined),
    isSubpotent: rxa.code(20) === "PA" ? true : undefined,
    reasonCode: rxa.concepts(19),
  };
}

/** The vaccination of a group that ORC or RXA opens; undefined where nothing was given or refused. */
export function addImmunization(
  conversion: Conversion,
  group: Group,
  { patient, encounter, owner }: Subject,
): Reference | undefined {
  const segment = group.segment("RXA");
  if (!segment || !patient) return undefined;
  const rxa = conversion.read(segment);
  const order = orderSegments(conversion, group);
  const identifier = orderIdentifiers(order);
  const id = conversion.idOfEach("Immunization", identityOf(identifier, rxa, owner || idIn(patient)));
  const { said, assumed } = occurrenceOf(rxa);
  const elements = {
    identifier,
    ...outcomeOf(rxa),
    patient,
    encounter,
    ...said,
    recorded: rxa.dateTime(22) ?? order.orc?.dateTime(9),
    ...originOf(rxa),
    location: locationOf(conversion, rxa),
    ...substanceOf(conversion, rxa),
    ...givenHow(conversion, group),
    performer: performersOf(conversion, order.orc, rxa),
    note: [...remarksIn(rxa), ...notesOf(conversion, group.all("NTE"))],
    ...observedOf(conversion, group, statusOf(rxa) !== "not-done"),
  };
  const immunization = conversion.add("Immunization", id, elements, {
    assumed: { status: "completed", vaccineCode: { text: "unknown" }, ...assumed },
    isDeleted: statusOf(rxa) === "entered-in-error",
  });
  for (const observation of group.of("observation")) {
    const observed = { subject: patient, encounter, owner: [id], partOf: immunization };
    addObservation(conversion, observation, observed);
  }
  return immunization;
}
