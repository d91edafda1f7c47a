/** What Epic lets a client search for, and what it insists on (its CapabilityStatement and parameter notes). */
interface SearchRules {
  /** Parameters that pick the results. */
  native: string[];
  /** Parameters applied to each page after it was picked, so that a page may come back short or empty. */
  postFilters?: string[];
  /** Each search has to hold at least one of each group. */
  needs: string[][];
  /** A parameter that is of use only beside another. */
  beside?: Record<string, string>;
}

const charted = ["patient", "subject"];

/** Resource types that Epic serves from a patient's chart, without further rules here. */
const plainChartTypes = [
  "AllergyIntolerance",
  "Appointment",
  "CarePlan",
  "CareTeam",
  "Coverage",
  "Device",
  "Goal",
  "Immunization",
  "MedicationDispense",
  "Procedure",
  "Provenance",
  "RelatedPerson",
  "ServiceRequest",
  "Specimen",
];

/** Resource types that belong to no patient. */
const directoryTypes = [
  "Binary",
  "Endpoint",
  "Group",
  "Location",
  "Medication",
  "Organization",
  "PractitionerRole",
];

export const searchRules = new Map<string, SearchRules>([
  ...plainChartTypes.map((type): [string, SearchRules] => [
    type,
    { native: charted, postFilters: ["status", "date", "category", "code"], needs: [charted] },
  ]),
  ...directoryTypes.map((type): [string, SearchRules] => [
    type,
    {
      native: ["identifier", "name", "address", "organization", "practitioner"],
      needs: [["_id", "identifier", "name"]],
    },
  ]),
  ["Patient", { native: [], needs: [] }],
  [
    "Observation",
    {
      native: [...charted, "category", "code"],
      postFilters: ["date", "issued", "focus", "status", "encounter"],
      needs: [charted, ["category", "code"]],
    },
  ],
  [
    "Condition",
    { native: [...charted, "category"], postFilters: ["clinical-status", "encounter"], needs: [charted] },
  ],
  [
    "DiagnosticReport",
    { native: [...charted, "category", "code"], postFilters: ["date", "status"], needs: [charted] },
  ],
  [
    "DocumentReference",
    { native: [...charted, "category", "type"], postFilters: ["date", "status"], needs: [charted] },
  ],
  ["Encounter", { native: charted, postFilters: ["date", "status", "class"], needs: [charted] }],
  ["MedicationRequest", { native: charted, postFilters: ["status", "intent", "category"], needs: [charted] }],
  [
    "Practitioner",
    {
      native: [
        "identifier",
        "family",
        "name",
        "given",
        "address",
        "address-city",
        "address-state",
        "address-postalcode",
      ],
      needs: [["_id", "identifier", "family", "name"]],
      beside: {
        given: "family",
        address: "family",
        "address-state": "family",
        "address-postalcode": "family",
        "address-city": "address-state",
      },
    },
  ],
]);

/** Parameters that every search takes. */
export const commonParameters = ["_id", "_count", "_format", "_summary"];
