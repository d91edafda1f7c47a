/** Which messages tell of an entity, and how what they made is found again. */
import type { FhirJson } from "@/lib/fhir";
import { adtMessage, type Envelope } from "@/lib/hl7";
import { hasCode } from "@/lib/platform/errors";
import type { RecordEntity } from "@/lib/records/schema";
import type { PatientSelector, RemoteItem } from "../../contract";
import { type FhirServer, searchItems, searchQuery } from "../fhir-r4";

type Write = (envelope: Envelope) => string;

/** The vendor's FHIR interface, as far as messages need it. */
export interface Charts {
  readonly server: FhirServer;
  /** The parameters of a search that the vendor answers. Throws `demographics_incomplete`. */
  readonly patientQuery: (
    demographics: NonNullable<PatientSelector["demographics"]>,
  ) => Readonly<Record<string, string>>;
}

interface ToldChange {
  readonly after: FhirJson;
  /** Elements that are no more. */
  readonly cleared: readonly string[];
}

export interface MessageWay {
  /** What goes as which message, for people. */
  readonly words: Readonly<Record<"create" | "update", string>>;
  readonly create: (charts: Charts, resource: FhirJson) => Promise<Write>;
  readonly update: (charts: Charts, change: ToldChange) => Promise<Write>;
  /** What bears the number that the message of a new resource gave it. */
  readonly numbered: (charts: Charts, resource: FhirJson) => Promise<RemoteItem[]>;
  /** What else may be it. */
  readonly alike: (charts: Charts, resource: FhirJson) => Promise<RemoteItem[]>;
}

/** Our number of a record, by which a receiver knows it and we find it again. */
function ownNumber({ id }: FhirJson) {
  return { type: { text: "PI" }, system: "urn:carelane:id", value: String(id) };
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

function bears({ resource }: RemoteItem, { id }: FhirJson): boolean {
  return listOf(resource.identifier).some((one) => Object(one).value === id);
}

async function patientsLike(
  { server, patientQuery }: Charts,
  demographics: Parameters<Charts["patientQuery"]>[0],
): Promise<RemoteItem[]> {
  try {
    const query = searchQuery("Patient", patientQuery(demographics));
    return await searchItems(server, { entity: "patients", type: "Patient" }, query);
  } catch (error) {
    // Who says too little is not searched for, and some vendors say so of a search that finds nobody.
    if (hasCode(error, "demographics_incomplete", "resource_not_found")) return [];
    throw error;
  }
}

/** ADT^A28 and A31 (HL7 v2.8, chapter 3.3.28 and 3.3.31): a person's details, whatever happens to them. */
const patients: MessageWay = {
  words: { create: "new patients go there as ADT^A28", update: "changes go there as ADT^A31" },
  create: async (_charts, resource) => {
    const patient = { ...resource, identifier: [...listOf(resource.identifier), ownNumber(resource)] };
    return (envelope) => adtMessage({ ...envelope, event: "A28", patient });
  },
  update: async (_charts, { after: patient, cleared }) => {
    return (envelope) => adtMessage({ ...envelope, event: "A31", patient, cleared });
  },
  numbered: async (charts, resource) => {
    const found = await patientsLike(charts, { identifier: textOf(resource.id) });
    return found.filter((item) => bears(item, resource));
  },
  alike: (charts, resource) => {
    const { family, given } = Object(listOf(resource.name)[0]);
    return patientsLike(charts, {
      family: textOf(family),
      given: textOf(listOf(given)[0]),
      birthDate: textOf(resource.birthDate),
      gender: textOf(resource.gender),
    });
  },
};

/** What can be told by messages. */
export const messageWays: { readonly [E in RecordEntity]?: MessageWay } = { patients };
