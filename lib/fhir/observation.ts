/** Observation from FHIR R4 to our record. Pure. */
import { type Coded, type ObservationData, partialDateTime } from "@/lib/records/schema";
import { codedFrom, codeOf } from "./coding";
import { measuredFrom } from "./observation-value";
import { parseElement, parseResource } from "./parse";
import { referencedId } from "./reference";
import { type FhirObservation, observationResource } from "./types";

const categories = "http://terminology.hl7.org/CodeSystem/observation-category";

const noCode: Coded = { system: null, code: null, display: null };

/** When it was true of the patient: of a period its start, of a timing its first event. */
function effectiveAt(observation: FhirObservation): string | null {
  const { effectiveDateTime, effectiveInstant, effectivePeriod, effectiveTiming } = observation;
  const time =
    effectiveDateTime ??
    effectiveInstant ??
    effectivePeriod?.start ??
    effectivePeriod?.end ??
    effectiveTiming?.event?.find((event) => event !== null);
  return parseElement(partialDateTime, time, "effective");
}

function noteFrom({ note }: FhirObservation): string | null {
  return (
    note
      ?.map((annotation) => annotation.text ?? "")
      .filter(Boolean)
      .join("\n") || null
  );
}

/** An observation and the patient it is about, by the server's id: whoever stores it knows our own. */
export interface MappedObservation {
  readonly data: ObservationData;
  readonly references: { readonly patientId?: { readonly entity: "patients"; readonly remoteId: string } };
}

/** Our record of a FHIR Observation. Throws `mapping_failed` naming the elements that do not follow FHIR. */
export function observationFromFhir(resource: unknown): MappedObservation {
  const observation = parseResource(observationResource, resource);
  const patient = referencedId(observation.subject, "Patient");
  return {
    data: {
      patientId: null,
      status: observation.status,
      category: (observation.category ?? []).flatMap((concept) => codeOf(concept, categories) ?? []),
      code: codedFrom(observation.code),
      effectiveAt: effectiveAt(observation),
      issuedAt: parseElement(partialDateTime, observation.issued, "issued"),
      ...measuredFrom(observation),
      components: (observation.component ?? []).map((component) => ({
        code: component.code ? codedFrom(component.code) : noCode,
        ...measuredFrom(component),
      })),
      performerIds: [],
      note: noteFrom(observation),
    },
    references: patient ? { patientId: { entity: "patients", remoteId: patient } } : {},
  };
}
