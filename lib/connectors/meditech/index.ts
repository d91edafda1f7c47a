/** MEDITECH Expanse, by its US Core FHIR interface. What it can and cannot do: README.md. */
import { z } from "zod";
import { defineConnector } from "../contract";
import {
  type Demographics,
  groupField,
  readOnlyConnector,
  signInFields,
  usualPatientQuery,
} from "../protocols/fhir-connector";
import { fhirServerErrors, type Refusal } from "../protocols/fhir-r4";
import { messageFields } from "../protocols/hl7v2-write";

const meditechConfig = z.object({
  ...signInFields({
    vendor: "MEDITECH",
    clientId: "Of the system app that MEDITECH registered for this customer.",
    clientSecret: "Of the same app. Leave it empty when the app signs with Carelane's key instead.",
    fhirBaseUrl: "Of the customer, with its version path, such as https://…/v2/uscore/STU6.",
  }),
  groupId: groupField(
    "The group of patients to export, given by the customer. Without it only known patients are refreshed.",
  ),
  ...messageFields,
});

/** Its errors are no OperationOutcomes; what marks them as its own is a header of every reply. */
function explain({ status, headers }: Refusal) {
  const isItsOwn = headers.has("mtrestapi-requestid");
  return status === 404 && isItsOwn ? fhirServerErrors.resource_not_found() : undefined;
}

/** MEDITECH knows no parameter for given names: a name is written «Last,First». */
function patientQuery(demographics: Demographics): Record<string, string> {
  const { family, given, ...rest } = usualPatientQuery(demographics);
  if (family === undefined) return rest;
  return { ...rest, name: given === undefined ? family : `${family},${given}` };
}

export const meditech = defineConnector(
  readOnlyConnector({
    id: "meditech",
    name: "MEDITECH Expanse",
    provider: "MEDITECH",
    vendor: "MEDITECH",
    capabilities: ["patient_demographics", "appointments", "clinical_documents", "lab_results"],
    limitations: [
      "No versions and no times of change: Carelane compares contents.",
      "No events: changes are seen at the next sync.",
    ],
    approvalNote: "MEDITECH and the customer agree on system access when the app is registered",
    config: meditechConfig,
    server: {
      tokenUrlBeside: (fhirBaseUrl) => new URL("/oauth/token", fhirBaseUrl).href,
      secretBy: "form",
      explain,
    },
    entities: [
      ["practitioners"],
      ["patients"],
      ["medications", "Read where a prescription names them, and with the export of the group."],
      ["encounters"],
      ["appointments"],
      ["conditions"],
      ["observations"],
      ["diagnostic_reports"],
      ["medication_requests"],
      ["documents"],
    ],
    changeDetection: "hash",
    exports: true,
    reading: {
      charted: {
        encounters: {},
        appointments: {},
        conditions: {},
        observations: {},
        diagnostic_reports: {},
        medication_requests: {},
        documents: {},
      },
      directory: ["practitioners", "medications"],
      patientQuery,
      // Its metadata lists `_since`; a server that overlooked it would only send more.
      exportsChanges: true,
    },
    fixes: {
      address: "Compare the FHIR address with the customer's entry in MEDITECH's list of endpoints.",
      token: (keysUrl) =>
        `Compare client id and secret, or have ${keysUrl} registered with the app; ask MEDITECH whether the app may sign in without a user.`,
      reading: "Ask MEDITECH to add the scopes of what is switched on to the app.",
    },
  }),
);
