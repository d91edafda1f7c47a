import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, type FhirJson } from "@/lib/fhir";
import { adtEvents } from "../adt-events";
import type { Message } from "../message";
import { parseMessage } from "../parse";
import { messagesOf, sampleNames } from "../testing/samples";
import { convertMessage } from "../to-fhir/convert";
import { familyParts } from "../to-fhir/family-name";
import { adtMessage } from "./adt";
import { documentEvents, documentMessage } from "./documents";
import { orderMessage } from "./orders";
import { resultMessage } from "./results";
import { scheduleEvents, scheduleMessage } from "./schedule";

/** What a message says, as FHIR. */
function saidBy(message: Message): FhirJson[] {
  const { resources } = convertMessage(message, { timeZone: "America/Chicago" });
  return resources.map(({ resource }) => resource);
}

const of = (all: readonly FhirJson[], type: string) =>
  all.filter(({ resourceType }) => resourceType === type);

/** The resources of a kind that an element points at. */
function pointedAt(all: readonly FhirJson[], element: unknown, type: string): FhirJson[] {
  const written = JSON.stringify(element ?? "");
  return of(all, type).filter(({ id }) => written.includes(`"${type}/${id}"`));
}

const find = <Known extends string>(events: readonly Known[], event: string | undefined) =>
  events.find((known) => known === event);

/** The same told by us; undefined for messages that we do not write. */
function toldAgain(message: Message, all: readonly FhirJson[]): string | undefined {
  const [patient] = of(all, "Patient");
  if (!patient) return undefined;
  const [encounter, appointment, document] = ["Encounter", "Appointment", "DocumentReference"].map(
    (type) => of(all, type)[0],
  );
  const at = new Date("2026-01-02T03:04:05Z");
  const about = { controlId: "1", at, version: message.text("MSH-12"), patient, encounter, related: all };
  const [code, event] = [message.text("MSH-9.1"), message.text("MSH-9.2")];
  const adtEvent = find(adtEvents, event);
  const scheduleEvent = find(scheduleEvents, event);
  const documentEvent = find(documentEvents, event);
  if (code === "ADT" && adtEvent) return adtMessage({ ...about, event: adtEvent, prior: patient });
  // Orders that come with their report are told as results.
  const isOrder = (code === "ORM" || code === "OML") && of(all, "DiagnosticReport").length === 0;
  if (isOrder) {
    const orders = of(all, "ServiceRequest").map((request) => ({
      request,
      specimens: pointedAt(all, request.specimen, "Specimen"),
      observations: pointedAt(all, request.supportingInfo, "Observation"),
    }));
    return orderMessage({ ...about, type: code, orders });
  }
  if (code === "ORU") {
    const reports = of(all, "DiagnosticReport").map((report) => ({
      report,
      request: pointedAt(all, report.basedOn, "ServiceRequest")[0],
      observations: pointedAt(all, report.result, "Observation"),
      specimens: pointedAt(all, report.specimen, "Specimen"),
    }));
    return resultMessage({ ...about, reports });
  }
  if (scheduleEvent && appointment) return scheduleMessage({ ...about, event: scheduleEvent, appointment });
  return documentEvent && document && documentMessage({ ...about, event: documentEvent, document });
}

/** The elements that are told of each kind, but for those that point at others. */
const told: Readonly<Record<string, readonly string[]>> = {
  Patient:
    "identifier name telecom gender birthDate address maritalStatus communication multipleBirthInteger multipleBirthBoolean deceasedDateTime deceasedBoolean extension".split(
      " ",
    ),
  Encounter: "identifier class type serviceType period reasonCode priority length".split(" "),
  ServiceRequest:
    "identifier requisition code priority intent authoredOn reasonCode orderDetail locationCode category note".split(
      " ",
    ),
  DiagnosticReport:
    "identifier status code category effectiveDateTime effectivePeriod issued presentedForm".split(" "),
  Specimen: "identifier type accessionIdentifier receivedTime condition status".split(" "),
  Observation:
    "identifier status code category valueQuantity valueString valueCodeableConcept valueDateTime valueTime valuePeriod valueRange valueRatio valueSampledData component interpretation referenceRange effectiveDateTime effectivePeriod note method bodySite extension".split(
      " ",
    ),
  Appointment:
    "identifier status cancelationReason serviceType appointmentType reasonCode start end minutesDuration comment priority basedOn".split(
      " ",
    ),
  DocumentReference:
    "masterIdentifier identifier status docStatus type date description securityLabel relatesTo".split(" "),
};

/** Of which kinds a message tells all that there is. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  ADT: ["Patient", "Encounter"],
  ORM: ["Patient", "ServiceRequest", "Observation"],
  OML: ["Patient", "Encounter", "ServiceRequest", "Specimen", "Observation"],
  ORU: ["Patient", "ServiceRequest", "DiagnosticReport", "Observation"],
  SIU: ["Patient", "Appointment"],
  MDM: ["Patient", "DocumentReference"],
};

const byContent = (one: object, other: object) => (canonicalJson(one) < canonicalJson(other) ? -1 : 1);

/**
 * Lists that are written in an order of ours are compared in one; lines of an address beyond the second share its
 * place.
 */
function comparable(value: unknown, name: string): unknown {
  if (name === "class") return { ...Object(value), display: undefined };
  if (!Array.isArray(value)) return value;
  if (name === "address") {
    return value.map((one) => ({ ...one, line: one.line?.join(", ") })).toSorted(byContent);
  }
  if (name === "note") return value.map(({ text }) => ({ text }));
  // Where nobody gave a number, one of ours stands in.
  if (name === "identifier") return value.filter(({ system }) => system !== "CARELANE").toSorted(byContent);
  return name === "extension" || name === "name" ? value.toSorted(byContent) : value;
}

function facts(all: readonly FhirJson[], type: string) {
  return of(all, type).map((resource) =>
    Object.fromEntries(
      (told[type] ?? [])
        .filter((name) => resource[name] !== undefined)
        .map((name) => [name, comparable(resource[name], name)]),
    ),
  );
}

const codeOf = (message: Message) => message.text("MSH-9.1") ?? "";
const samples = sampleNames.filter((name) => messagesOf(name).some((message) => codeOf(message) in kinds));

describe("what real messages say is said again", () => {
  it.each(samples)("%s", (name) => {
    for (const message of messagesOf(name)) {
      const all = saidBy(message);
      const text = toldAgain(message, all);
      if (text === undefined) continue;
      const again = saidBy(parseMessage(text));
      for (const type of kinds[codeOf(message)] ?? []) {
        expect(facts(again, type), type).toMatchObject(facts(all, type));
      }
    }
  });

  it("for nearly all of them", () => {
    const messages = samples.flatMap(messagesOf);
    const told = messages.filter((message) => toldAgain(message, saidBy(message)) !== undefined);
    expect(told.length).toBeGreaterThan(messages.length * 0.75);
  });
});

it("the parts of a family name are said again, of patients and of those who treat them", () => {
  const message = parseMessage(
    [
      "MSH|^~\\&|A|B|C|D|20260102||ADT^A08|1|P|2.5",
      "PID|1||7||&van&Hoekstra^P.Q.~Jongeneel-de Haas&&Jongeneel&de&Haas^Irma^^^^^M",
      "PV1|1|I|||||01004567^&&van Leeuwen^A.B.^^^^^^VEKTIS",
    ].join("\r"),
  );
  const text = toldAgain(message, saidBy(message)) ?? "";
  expect(text).toContain("|van Hoekstra&van&Hoekstra^P.Q.~Jongeneel-de Haas&&Jongeneel&de&Haas^Irma^^^^^M");
  expect(text).toContain("|01004567^van Leeuwen&&van Leeuwen^A.B.^^^^^^VEKTIS");
  const names = ["Patient", "Practitioner"].map((type) => of(saidBy(parseMessage(text)), type)[0]?.name);
  expect(names).toEqual(["Patient", "Practitioner"].map((type) => of(saidBy(message), type)[0]?.name));
});

describe("whatever a patient is called", () => {
  const word = fc
    .string({ unit: "grapheme", minLength: 1 })
    .filter((one) => one.trim() === one && one !== '""' && !/[\p{C}\p{Z}]/u.test(one));
  const extension = familyParts.map((url) => fc.record({ url: fc.constant(url), valueString: word }));
  const names = fc.record({
    use: fc.constantFrom("official", "usual", "maiden", "nickname", "old"),
    family: word,
    _family: fc.record({ extension: fc.tuple(...extension) }),
    given: fc.array(word, { minLength: 1, maxLength: 2 }),
    prefix: fc.array(word, { minLength: 1, maxLength: 1 }),
    suffix: fc.array(word, { minLength: 1, maxLength: 3 }),
  });
  const identifiers = fc.record({
    system: fc.constantFrom(
      "urn:oid:1.2.3",
      "https://ehr.example/ids",
      "urn:uuid:5c2e0d3a-0000-4000-8000-000000000001",
    ),
    value: word,
  });
  const telecoms = fc.record({
    system: fc.constantFrom("phone", "fax", "pager", "email"),
    use: fc.constantFrom("home", "work"),
    // What has one is read as an address, whatever its kind.
    value: word.filter((one) => !one.includes("@")),
    rank: fc.integer({ min: 1, max: 9 }),
  });
  const addresses = fc.record({
    use: fc.constantFrom("home", "work", "temp", "old", "billing"),
    line: fc.array(word, { minLength: 1, maxLength: 2 }),
    city: word,
    district: word,
    state: word,
    postalCode: word,
    country: word,
  });
  const patients = fc.record({
    identifier: fc.array(identifiers, { minLength: 1, maxLength: 3 }),
    name: fc.array(names, { minLength: 1, maxLength: 2 }),
    telecom: fc.array(telecoms, { minLength: 1, maxLength: 1 }),
    address: fc.array(addresses, { minLength: 1, maxLength: 2 }),
    gender: fc.constantFrom("male", "female", "other", "unknown"),
    birthDate: fc.constantFrom("1980", "1980-05", "1980-05-15"),
    deceasedDateTime: fc.constantFrom("2026-01-02", "2026-01-02T03:04:05.5+05:30"),
  });

  it("is read as it was written", () => {
    fc.assert(
      fc.property(patients, (patient) => {
        const text = adtMessage({
          controlId: "1",
          at: new Date("2026-01-02T03:04:05Z"),
          event: "A31",
          patient: { resourceType: "Patient", ...patient },
        });
        const again = facts(saidBy(parseMessage(text)), "Patient");
        expect(again).toMatchObject(facts([{ resourceType: "Patient", ...patient }], "Patient"));
      }),
    );
  });
});
