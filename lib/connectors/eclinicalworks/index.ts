/** eClinicalWorks, by its FHIR R4 interface with SMART Backend Services. What it can and cannot do: README.md. */
import { defineConnector } from "../contract";
import { readOnlyConnector, usualPatientQuery } from "../protocols/fhir-connector";
import { eclinicalworksConfig } from "./config";
import { eclinicalworksServer } from "./server";

export const eclinicalworks = defineConnector(
  readOnlyConnector({
    id: "eclinicalworks",
    name: "eClinicalWorks",
    provider: "eClinicalWorks",
    vendor: "eClinicalWorks",
    capabilities: ["patient_demographics", "appointments", "clinical_documents", "lab_results"],
    limitations: [
      "250 calls a minute for each practice: Carelane spaces its calls.",
      "No versions: Carelane compares contents. Without a group only observations can be asked for by the time of their change.",
    ],
    approvalNote:
      "eClinicalWorks registers the app and allow-lists its JWK Set URL; each practice enables it",
    config: eclinicalworksConfig,
    server: eclinicalworksServer,
    notation: "v1",
    entities: [
      ["practitioners", "Read where a chart names them, and with the export of the group."],
      ["patients"],
      ["medications", "Read where a prescription names them, and with the export of the group."],
      ["encounters"],
      ["conditions"],
      ["observations"],
      ["diagnostic_reports"],
      ["medication_requests"],
      ["documents"],
    ],
    told: ["appointments"],
    changeDetection: "hash",
    exports: true,
    // A token with Group exports and reads nothing else; one without reads.
    exportsApart: true,
    reading: {
      charted: {
        encounters: {},
        conditions: {},
        observations: {},
        diagnostic_reports: {},
        medication_requests: {},
        documents: {},
      },
      // Of all its types, observations alone can be asked for by the time of their change.
      changed: (entity, since) => (entity === "observations" ? { _since: since } : undefined),
      directory: ["practitioners", "medications"],
      exportsChanges: true,
      patientQuery: usualPatientQuery,
    },
    fixes: {
      address: "Compare the FHIR address with the practice's entry in eClinicalWorks's endpoint list.",
      token: (keysUrl) =>
        `Compare the client id; have eClinicalWorks register and allow-list ${keysUrl}; see that the practice has enabled the app.`,
      reading: "Ask eClinicalWorks to add the scopes of what is switched on to the app.",
    },
  }),
);
