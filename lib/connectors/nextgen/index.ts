/** NextGen Enterprise, by its FHIR R4 interface. What it can and cannot do: README.md. */
import { z } from "zod";
import { defineConnector } from "../contract";
import { readOnlyConnector, signInFields, usualPatientQuery } from "../protocols/fhir-connector";
import { searchQuery, type TypeSearch } from "../protocols/fhir-r4";
import { messageFields } from "../protocols/hl7v2-write";

const nextgenConfig = z.object({
  ...signInFields({
    vendor: "NextGen",
    clientId: "Of the system app registered with NextGen.",
    clientSecret: "Of the same app. Leave it empty when the app signs with Carelane's key instead.",
    fhirBaseUrl: "https://fhir.nextgen.com/nge/prod/fhir-api-r4/fhir/R4, unless NextGen gave another.",
  }),
  ...messageFields,
});

/** NextGen has a parameter of its own for the size of a page. */
const page = { _maxresults: "200" } as const;
/** Everything was changed after this. */
const longAgo = "1900-01-01";

const types = [
  ["practitioners", "Practitioner"],
  ["patients", "Patient"],
  ["encounters", "Encounter"],
  ["conditions", "Condition"],
  ["observations", "Observation"],
  ["diagnostic_reports", "DiagnosticReport"],
  ["medication_requests", "MedicationRequest"],
  ["documents", "DocumentReference"],
] as const;

/** NextGen exports nothing, and searches every type by the time of change. */
const typeSearches: TypeSearch[] = types.map(([entity, type]) => ({
  entity,
  type,
  query: (changedSince = longAgo) => searchQuery(type, { _lastUpdated: `ge${changedSince}`, ...page }),
}));

export const nextgen = defineConnector(
  readOnlyConnector({
    id: "nextgen",
    name: "NextGen Enterprise",
    provider: "NextGen Healthcare",
    vendor: "NextGen",
    capabilities: ["patient_demographics", "appointments", "clinical_documents", "lab_results"],
    limitations: [
      "NextGen has no medications of their own in its FHIR interface.",
      "NextGen exports nothing: all is read by searches, page by page.",
      "No versions and no events: changes are seen by their time at the next sync.",
    ],
    approvalNote: "NextGen approves the app; each practice switches it on",
    config: nextgenConfig,
    server: {
      tokenUrlBeside: (fhirBaseUrl) => fhirBaseUrl.replace(/\/fhir-api-r4\/.*$/, "/nge-oauth/token"),
      secretBy: "basic",
    },
    entities: types.map(([entity]) => [entity] as const),
    told: ["appointments"],
    changeDetection: "last_updated",
    exports: false,
    reading: {
      charted: {
        encounters: page,
        conditions: page,
        observations: page,
        diagnostic_reports: page,
        medication_requests: page,
        documents: page,
      },
      directory: ["practitioners"],
      patientQuery: usualPatientQuery,
      changed: (_entity, since) => ({ _lastUpdated: `ge${since}` }),
      typeSearches,
    },
    fixes: {
      address: "Compare the FHIR address with the one NextGen gave for the practice.",
      token: (keysUrl) =>
        `Compare client id and secret, or register ${keysUrl} with the app; a system app may need the token address that NextGen names for it.`,
      reading: "Ask NextGen to add the scopes of what is switched on to the app.",
    },
  }),
);
