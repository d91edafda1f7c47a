/** MSH, MSA and EVN: MessageHeader, and the Provenance of the event (guide: MSH[MessageHeader], EVN[Provenance]). */
import type { FhirJson } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import type { Segment } from "../segment";
import { tableSystem } from "./coding-systems";
import type { Conversion, Reference } from "./conversion";
import { authorityNamed } from "./data-types";
import { absent, element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import { addFacility, addOrganization } from "./organization";
import { addOutcome } from "./outcome";
import { addPractitioners } from "./people";
import { meaningOf, type Table } from "./table";

/** What a message may be mostly about, in the order of what says most. */
const focal = [
  "DocumentReference",
  "DiagnosticReport",
  "Appointment",
  "ServiceRequest",
  "MedicationRequest",
  "Immunization",
  "Encounter",
  "Patient",
];

/** An application or network address: the URI of its HD, and its name. */
function endpointOf(address: Repetition | undefined, application: Repetition | undefined): FhirJson {
  const [universal, type] = [2, 3].map(
    (component) => address?.text(component) ?? application?.text(component),
  );
  const name = application?.text(1) ?? address?.text(1);
  if (universal === undefined) return { name, _endpoint: absent };
  const prefix = type === "ISO" ? "urn:oid:" : type === "UUID" ? "urn:uuid:" : "";
  return { name, endpoint: `${prefix}${universal.replaceAll(/\s/g, encodeURIComponent)}` };
}

function eventOf(header: FieldReader, { code, event }: Conversion): FhirJson {
  const written = [1, 2, 3].map((component) => header.text(9, component)).filter(Boolean);
  return { system: tableSystem("0003"), code: event || code || "UNK", display: written.join("^") };
}

/** The answer that a message is (MSA). FHIR wants to know of what, which careless senders leave out. */
function responseOf(conversion: Conversion): FhirJson | undefined {
  const answer = conversion.message.segment("MSA");
  if (!answer) return undefined;
  const code = answer.text(1)?.toUpperCase() ?? "";
  const meanings: Table = { A: "ok", E: "transient-error", R: "fatal-error" };
  const meaning = meaningOf(meanings, code.charAt(1)) ?? "ok";
  const details = addOutcome(conversion, conversion.read(answer).plainText(3), meaning === "ok");
  // Control ids are texts in HL7 v2, but ids in FHIR.
  const identifier = answer
    .text(2)
    ?.replaceAll(/[^A-Za-z\d.-]/g, "-")
    .slice(0, 64);
  if (identifier === undefined && !details) return undefined;
  const known = identifier === undefined ? { _identifier: absent } : { identifier };
  return { ...known, code: meaning, ...(details && { details }) };
}

function destinationOf(header: FieldReader, conversion: Conversion): FhirJson {
  const responsible = addOrganization(conversion, header.value(23));
  const facility = addFacility(conversion, header.value(6), { partOf: responsible });
  return { ...endpointOf(header.value(25), header.value(5)), receiver: facility ?? responsible };
}

function sourceOf(header: FieldReader, software: Segment | undefined): FhirJson {
  return {
    ...endpointOf(header.value(24), header.value(3)),
    software: software?.text(3),
    version: software?.text(2),
  };
}

/** The message itself; what it is about is converted already. */
export function addMessageHeader(conversion: Conversion, segment: Segment): Reference {
  const header = conversion.read(segment);
  const responsible = addOrganization(conversion, header.value(22));
  const country = header.text(17);
  const sender = addFacility(conversion, header.value(4), {
    partOf: responsible,
    address: country === undefined ? undefined : [{ country }],
  });
  const processing = header.text(11);
  const id = conversion.idOf(
    "MessageHeader",
    [10, 3, 4].map((field) => header.text(field)),
  );
  return conversion.add("MessageHeader", id, {
    meta: processing && { tag: [{ system: tableSystem("0103"), code: processing }] },
    language: header.text(19),
    eventCoding: element(eventOf(header, conversion)),
    destination: entries([element(destinationOf(header, conversion))]),
    sender: sender ?? responsible,
    responsible,
    source: sourceOf(header, conversion.message.segment("SFT")),
    response: responseOf(conversion),
    focus: focal.flatMap((type) => conversion.allOf(type)),
  });
}

/** Who said when that it happened; nothing where one of both is not known, as FHIR demands both. */
export function addProvenance(conversion: Conversion, event: Segment, target: Reference): void {
  const evn = conversion.read(event);
  const header = conversion.message.segments[0];
  const msh = header && conversion.read(header);
  const operators = addPractitioners(conversion, evn.values(5));
  const facility = operators.length > 0 ? undefined : addFacility(conversion, msh?.value(4));
  const recorded = evn.instant(2) ?? msh?.instant(7);
  const agents = facility ? [facility] : operators;
  if (recorded === undefined || agents.length === 0) return;
  conversion.add("Provenance", conversion.idOf("Provenance", [target.reference]), {
    target: [target],
    occurredDateTime: evn.dateTime(6),
    recorded,
    location: addEventFacility(conversion, evn),
    reason: evn.concepts(4, "0062"),
    activity: { coding: [eventOf(msh ?? evn, conversion)] },
    agent: agents.map((who) => ({ who })),
  });
}

/** HD: where it happened. */
function addEventFacility(conversion: Conversion, evn: FieldReader): Reference | undefined {
  const name = evn.text(7);
  if (name === undefined) return undefined;
  const universal = evn.text(7, 2);
  const system = authorityNamed([undefined, universal, evn.text(7, 3)], conversion.sender);
  return conversion.add("Location", conversion.idOf("Location", ["si", universal ?? name]), {
    identifier: system === undefined ? undefined : [{ system, value: name }],
    name,
    mode: "instance",
  });
}
