/** What a way of messages is: which messages tell of an entity, and how what they made is found again. */
import type { FhirJson } from "@/lib/fhir";
import type { Envelope } from "@/lib/hl7";
import type { ConnectorContext, Entity, PatientSelector, RemoteItem } from "../../../contract";
import type { FhirServer } from "../../fhir-r4";
import type { ToldChange } from "../told-change";

export type Write = (envelope: Envelope) => string;

/** For each entity that the vendor finds by its patient, what the search needs beside the patient. */
export type ChartSearches = Readonly<Partial<Record<Entity, Readonly<Record<string, string>>>>>;

/** The vendor's FHIR interface, as far as messages need it. */
export interface Charts {
  readonly server: FhirServer;
  /** The parameters of a search that the vendor answers. Throws `demographics_incomplete`. */
  readonly patientQuery: (
    demographics: NonNullable<PatientSelector["demographics"]>,
  ) => Readonly<Record<string, string>>;
  readonly charted: ChartSearches;
  /** What the integration may read. */
  readonly access: ConnectorContext<unknown>["access"];
}

export interface MessageWay {
  /** What goes as which message, for people. */
  readonly words: Readonly<Record<"create" | "update", string>> & { readonly delete?: string };
  /** Elements that the messages have no place for. */
  readonly untold: readonly string[];
  /** What to know besides, in sentences for people. */
  readonly limits: readonly string[];
  /** The same, of what the vendor shows. */
  readonly limitsOfShown: readonly string[];
  /** A new resource with the number by which the receiver is to know it. */
  readonly named: (resource: FhirJson) => FhirJson;
  /** Given as `named`. Throws `change_not_offered` where no message tells of such a new resource. */
  readonly create: (charts: Charts, resource: FhirJson) => Promise<Write>;
  /** Throws `change_not_offered` where the receiver could not know by the message what changed. */
  readonly update: (charts: Charts, change: ToldChange) => Promise<Write>;
  /** The resource as one that should not be there, where a message can say so. */
  readonly withdrawn?: (resource: FhirJson) => FhirJson;
  /** Whether a vendor with these searches lets a new resource be found again. */
  readonly isFindable: (charted: ChartSearches) => boolean;
  /** What bears the number that the message of a new resource gave it. */
  readonly numbered: (charts: Charts, resource: FhirJson) => Promise<RemoteItem[]>;
  /** What else may be it. */
  readonly alike: (charts: Charts, resource: FhirJson) => Promise<RemoteItem[]>;
}
