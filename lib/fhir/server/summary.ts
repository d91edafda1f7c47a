/** Parts of resources, as _summary and _elements ask for them (https://hl7.org/fhir/R4/search.html#summary). Pure. */
import type { FhirJson } from "@/lib/fhir";
import type { RecordEntity } from "@/lib/records";
import type { Parts } from "./result-parameters";

interface Elements {
  /** Marked Σ by R4; [x] stands for every type. */
  readonly summary: readonly string[];
  /** That a resource must have. */
  readonly mandatory: readonly string[];
}

const elementsOf: Readonly<Record<RecordEntity, Elements>> = {
  patients: {
    summary: [
      "identifier",
      "active",
      "name",
      "telecom",
      "gender",
      "birthDate",
      "deceased[x]",
      "address",
      "managingOrganization",
      "link",
    ],
    mandatory: [],
  },
  practitioners: {
    summary: ["identifier", "active", "name", "telecom", "address", "gender", "birthDate"],
    mandatory: [],
  },
  observations: {
    summary: [
      "identifier",
      "basedOn",
      "partOf",
      "status",
      "code",
      "subject",
      "focus",
      "encounter",
      "effective[x]",
      "issued",
      "performer",
      "value[x]",
      "hasMember",
      "derivedFrom",
      "component",
    ],
    mandatory: ["status", "code"],
  },
  conditions: {
    summary: [
      "identifier",
      "clinicalStatus",
      "verificationStatus",
      "code",
      "bodySite",
      "subject",
      "encounter",
      "onset[x]",
      "recordedDate",
      "recorder",
      "asserter",
      "evidence",
    ],
    mandatory: ["subject"],
  },
  medications: { summary: ["identifier", "code", "status", "manufacturer", "amount"], mandatory: [] },
  medication_requests: {
    summary: [
      "identifier",
      "status",
      "intent",
      "priority",
      "doNotPerform",
      "reported[x]",
      "medication[x]",
      "subject",
      "authoredOn",
      "requester",
      "recorder",
      "instantiatesCanonical",
      "instantiatesUri",
      "basedOn",
      "groupIdentifier",
    ],
    mandatory: ["status", "intent", "medication[x]", "subject"],
  },
  appointments: {
    summary: [
      "identifier",
      "status",
      "cancelationReason",
      "serviceCategory",
      "serviceType",
      "specialty",
      "appointmentType",
      "reasonCode",
      "start",
      "end",
      "participant",
    ],
    mandatory: ["status", "participant"],
  },
  encounters: {
    summary: [
      "identifier",
      "status",
      "class",
      "type",
      "serviceType",
      "subject",
      "episodeOfCare",
      "participant",
      "appointment",
      "reasonCode",
      "reasonReference",
      "diagnosis",
    ],
    mandatory: ["status", "class"],
  },
  diagnostic_reports: {
    summary: [
      "identifier",
      "status",
      "category",
      "code",
      "subject",
      "encounter",
      "effective[x]",
      "issued",
      "performer",
      "resultsInterpreter",
      "media",
    ],
    mandatory: ["status", "code"],
  },
  documents: {
    summary: [
      "masterIdentifier",
      "identifier",
      "status",
      "docStatus",
      "type",
      "category",
      "subject",
      "date",
      "author",
      "relatesTo",
      "description",
      "securityLabel",
      "content",
    ],
    mandatory: ["status", "content"],
  },
};

const always = ["resourceType", "id", "meta", "implicitRules"];

function isNamed(element: string, names: readonly string[]): boolean {
  const plain = element.replace(/^_/, "");
  return names.some((name) => (name.endsWith("[x]") ? plain.startsWith(name.slice(0, -3)) : name === plain));
}

const subsetted = { system: "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", code: "SUBSETTED" };

function marked(meta: unknown): Record<string, unknown> {
  const known: Record<string, unknown> = typeof meta === "object" && meta !== null ? { ...meta } : {};
  const { tag } = known;
  return { ...known, tag: [...(Array.isArray(tag) ? tag : []), subsetted] };
}

function without(resource: FhirJson, isKept: (element: string) => boolean): FhirJson {
  const kept = Object.entries(resource).filter(([element]) => isKept(element));
  return { ...Object.fromEntries(kept), meta: marked(resource.meta) };
}

/** The part of `resource` that was asked for, marked as a part. */
export function partOf(entity: RecordEntity, resource: FhirJson, { summary, elements }: Parts): FhirJson {
  const { mandatory, summary: summarised } = elementsOf[entity];
  const keeping = (names: readonly string[]) =>
    without(resource, (element) => isNamed(element, [...always, ...mandatory, ...names]));
  if (elements) return keeping(elements);
  if (summary === "true") return keeping(summarised);
  if (summary === "text") return keeping(["text"]);
  if (summary === "data") return without(resource, (element) => element !== "text");
  return resource;
}
