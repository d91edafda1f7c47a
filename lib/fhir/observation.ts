/** Observation between FHIR R4 and our record. */
import { type ObservationData, partialDateTime } from "@/lib/records/schema";
import { codesIn, reference, references } from "./concept-field";
import { allOf, type Field, text, time } from "./field";
import { entry, list } from "./list-field";
import { moment, note } from "./moment-field";
import { measuredCode, measuredFields } from "./observation-fields";
import { parseElement } from "./parse";
import { defineResource } from "./resource";
import { type FhirComponent, type FhirObservation, observationResource } from "./types";

const categories = "http://terminology.hl7.org/CodeSystem/observation-category";

const isCategory = (code: string) =>
  [
    "social-history",
    "vital-signs",
    "imaging",
    "laboratory",
    "procedure",
    "survey",
    "exam",
    "therapy",
    "activity",
  ].includes(code);

const effective = moment("effective");

/** When it was true of the patient: of a timing its first event. */
const effectiveAt: Field<FhirObservation, string | null> = {
  read: (element) => {
    const event = element.effectiveTiming?.event?.find((one) => one !== null);
    return effective.read(element) ?? parseElement(partialDateTime, event, "effective");
  },
  write: effective.write,
};

const said = text("status");

/** Ours is never without one; where none is said, FHIR has a code for just that. */
const status: Field<FhirObservation, string> = {
  read: (element) => said.read(element) ?? "unknown",
  write: said.write,
};

export const observation = defineResource<FhirObservation, ObservationData>({
  entity: "observations",
  resourceType: "Observation",
  parts: observationResource,
  blank: { status: "unknown", code: {} },
  fields: {
    patientId: reference("subject", "Patient"),
    status,
    category: codesIn("category", categories, isCategory),
    code: measuredCode,
    effectiveAt,
    issuedAt: time("issued"),
    ...measuredFields,
    components: list(
      "component",
      entry(
        allOf<FhirComponent, ObservationData["components"][number]>({
          code: measuredCode,
          ...measuredFields,
        }),
        {},
      ),
    ),
    performerIds: references("performer", "Practitioner"),
    note,
  },
});

/** Our record of a FHIR Observation. Throws `mapping_failed` naming the elements that do not follow FHIR. */
export const observationFromFhir = observation.fromFhir;
