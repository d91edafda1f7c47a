/** Veradigm (formerly Allscripts), by its FHIR R4 interface. What it can and cannot do: README.md. */
import { z } from "zod";
import { defineConnector } from "../contract";
import { groupField, readOnlyConnector, signInFields, usualPatientQuery } from "../protocols/fhir-connector";
import { messageFields } from "../protocols/hl7v2-write";
import { refuseRedacted } from "./redacted";

const veradigmConfig = z.object({
  ...signInFields({
    vendor: "Veradigm",
    clientId: "Of the system app registered with Veradigm.",
    clientSecret: "Of the same app. Leave it empty when the app signs with Carelane's key instead.",
    fhirBaseUrl: "Of the customer, from Veradigm's endpoint directory: it ends with the customer's code.",
  }),
  groupId: groupField(
    "The group of patients to export, given by Veradigm. Without it only known patients are refreshed.",
  ),
  ...messageFields,
});

export const veradigm = defineConnector(
  readOnlyConnector({
    id: "veradigm",
    name: "Veradigm (Allscripts)",
    provider: "Veradigm",
    vendor: "Veradigm",
    capabilities: ["patient_demographics", "appointments", "clinical_documents", "lab_results"],
    limitations: [
      "Records that Veradigm shows only redacted are reported and change nothing here.",
      "No events: changes are seen at the next sync.",
    ],
    approvalNote: "Veradigm approves the app; each customer switches it on",
    config: veradigmConfig,
    server: {
      tokenUrlBeside: (fhirBaseUrl) =>
        `${fhirBaseUrl.replace(/\/fhir\/([^/]+)$/, "/authorizationV2/$1")}/connect/token`,
      secretBy: "basic",
    },
    entities: [
      ["practitioners"],
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
    changeDetection: "last_updated",
    exports: true,
    inspect: refuseRedacted,
    reading: {
      charted: {
        encounters: {},
        conditions: {},
        observations: {},
        diagnostic_reports: {},
        medication_requests: {},
        documents: {},
      },
      directory: ["practitioners", "medications"],
      patientQuery: usualPatientQuery,
      exportsChanges: true,
      changed: (_entity, since) => ({ _lastUpdated: `ge${since}` }),
    },
    fixes: {
      address: "Compare the FHIR address with the customer's entry in Veradigm's endpoint directory.",
      token: (keysUrl) =>
        `Compare client id and secret, or register ${keysUrl} as the app's JWK Set URL; see that the customer has switched the app on.`,
      reading: "Ask Veradigm to add the scopes of what is switched on to the app.",
    },
  }),
);
