/** What Oracle Health lets a client search for, and what it insists on (its R4 resource documentation). */
import type { SearchRule } from "@/sandbox/fhir/search-rules";

const ofPatient = [["_id"], ["patient"], ["subject"]];
const ofPatientAlone = [["_id"], ["patient"]];
const moderate = { usualCount: 50, mostCount: 200 };
const small = { usualCount: 10, mostCount: 100 };
/** A patient, a clinician or a place, with a time. */
const appointmentTime = "date|-date-or-req-period";

export const searchRules = new Map<string, SearchRule>([
  [
    "Patient",
    {
      needs: [
        ["_id"],
        ["identifier"],
        ["name"],
        ["family"],
        ["given"],
        ["birthdate"],
        ["phone"],
        ["email"],
        ["address-postalcode"],
      ],
      also: ["gender"],
      usualCount: 20,
      mostCount: 100,
    },
  ],
  [
    "Practitioner",
    {
      needs: [["_id"], ["identifier"], ["family"], ["name"], ["active"]],
      also: ["given"],
      beside: { given: "family" },
      ...moderate,
    },
  ],
  ["Location", { needs: [["_id"], ["identifier"], ["name"]], also: [], ...moderate }],
  [
    "Observation",
    {
      needs: ofPatient,
      also: ["code", "category", "date", "_lastUpdated"],
      exclusive: [["date", "_lastUpdated"]],
      ...moderate,
    },
  ],
  ["Condition", { needs: ofPatient, also: ["category", "clinical-status", "_lastUpdated"], ...moderate }],
  ["MedicationRequest", { needs: ofPatientAlone, also: ["status", "intent", "_lastUpdated"], ...moderate }],
  [
    "Appointment",
    {
      needs: [["_id"], ["patient|practitioner|location", appointmentTime]],
      also: ["status"],
      exclusive: [["patient", "practitioner", "location"], appointmentTime.split("|")],
      ...moderate,
    },
  ],
  [
    "Encounter",
    {
      needs: [...ofPatient, ["account"], ["identifier"]],
      also: ["status", "date", "_lastUpdated"],
      beside: { _count: "patient", status: "patient" },
      ...moderate,
    },
  ],
  [
    "DiagnosticReport",
    {
      needs: ofPatientAlone,
      also: ["code", "category", "date", "_lastUpdated"],
      exclusive: [["date", "_lastUpdated"]],
      ...small,
    },
  ],
  [
    "DocumentReference",
    {
      needs: ofPatientAlone,
      also: ["type", "category", "status", "date", "period", "_lastUpdated"],
      exclusive: [["date", "period", "_lastUpdated"]],
      ...small,
    },
  ],
  ["Group", { needs: [["_id"]], also: [], ...moderate }],
  ["Binary", { needs: [["_id"]], also: [], ...moderate }],
]);
