/** athenahealth, by its FHIR R4 interface. What it can and cannot do: README.md. */
import { defineConnector } from "../contract";
import { readOnlyConnector } from "../protocols/fhir-connector";
import { athenahealthConfig } from "./config";
import { athenahealthEvents } from "./events";
import { athenahealthReading } from "./reading";
import { athenahealthServer } from "./server";

export const athenahealth = defineConnector(
  readOnlyConnector({
    id: "athenahealth",
    name: "athenahealth",
    provider: "athenahealth",
    vendor: "athenahealth",
    capabilities: ["patient_demographics", "appointments", "clinical_documents", "lab_results"],
    limitations: [
      "Appointments come with the export of the group and by events: it finds none by patient or day.",
      "Events tell of patients, practitioners, encounters, appointments, conditions and medication requests.",
      "No versions: Carelane compares contents.",
    ],
    approvalNote: "athenahealth approves the app and its scopes for each practice",
    config: athenahealthConfig,
    server: athenahealthServer,
    entities: [
      ["practitioners", "Read where a chart names them; there is no list of them."],
      [
        "patients",
        "Found by an identifier, or by the family name with a given name, the birth date or the sex.",
      ],
      ["medications", "Read where a prescription names them."],
      ["encounters"],
      [
        "appointments",
        "athenahealth finds no appointments by patient or day: they come with the export of the group, or by their id. Until then a new one of ours is known there by our number alone.",
      ],
      ["conditions"],
      ["observations"],
      ["diagnostic_reports"],
      ["medication_requests"],
      ["documents"],
    ],
    changeDetection: "hash",
    exports: true,
    reading: athenahealthReading,
    events: athenahealthEvents,
    fixes: {
      address: "Leave the FHIR address empty for production, or write that of the preview.",
      token: (keysUrl) =>
        `Compare client id and secret, or register ${keysUrl} with the app; see in the developer portal that the app is 2-legged and has these scopes.`,
      reading:
        "See that athenahealth has connected the app to the practice, and that the app has the scopes of what is switched on.",
    },
  }),
);
