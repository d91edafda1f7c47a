/** What a message says, as FHIR resources. */
import type { FhirJson } from "@/lib/fhir";

/** A resource that a message speaks of, as far as the message speaks of it. */
export interface ConvertedResource {
  readonly resourceType: string;
  /**
   * Made of what identifies the thing at the sender, so that the next message about it gives the same; it can stand in
   * links and URLs, as nobody reads a number of a patient out of it.
   */
  readonly id: string;
  /** Not so where nothing identifies the thing: then the id is of this message alone, and nobody can ask for it again. */
  readonly isIdentified: boolean;
  /** References are relative (`Patient/…`), to resources of this message by the ids they have here. */
  readonly resource: FhirJson;
  /** Top-level elements that the message says are to be deleted (`""`); what it does not mention stays as it is. */
  readonly cleared: readonly string[];
  /**
   * Top-level elements that FHIR demands and the message does not say: they stand in a new resource, and give way to what
   * is known of an old one.
   */
  readonly assumed: readonly string[];
  /** The message says that the thing is there no more, or never was. */
  readonly isDeleted: boolean;
}

/** Two resources that the message says are one (A18, A34, A40, A41, A42 …): `from` is no more, all of it belongs to `into`. */
export interface ConvertedMerge {
  readonly resourceType: "Patient" | "Account" | "Encounter";
  readonly from: string;
  readonly into: string;
}

/** Something in a message that FHIR could not take as it stands. It names a place, never what stands there. */
export interface ConversionProblem {
  /** Such as `OBX(3)-5`, or `PV1` of a whole segment. */
  readonly path: string;
  readonly message: string;
}

export interface ConvertedMessage {
  /** In an order in which references resolve: what is pointed at comes first. */
  readonly resources: readonly ConvertedResource[];
  readonly merges: readonly ConvertedMerge[];
  readonly problems: readonly ConversionProblem[];
}
