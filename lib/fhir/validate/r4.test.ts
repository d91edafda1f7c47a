import { expect, test } from "vitest";
import { validateResource } from ".";

/** A resource to begin with, whatever it lacks. */
function errorsIn(resource: object): string[] {
  return validateResource(resource)
    .filter(({ severity }) => severity === "error")
    .map(({ code, expression }) => `${code} ${expression}`);
}

const text = { text: "x" };
const reference = { reference: "Organization/1" };

/** What others added to HL7's files, Medplum's own and R5's: [type, where, element, value]. */
const foreign: readonly (readonly [string, string, string, unknown])[] = [
  ["Patient", "meta", "account", reference],
  ["Patient", "meta", "accounts", [reference]],
  ["Patient", "meta", "author", reference],
  ["Patient", "meta", "compartment", [reference]],
  ["Patient", "meta", "deleted", true],
  ["Patient", "meta", "onBehalfOf", reference],
  ["Patient", "meta", "project", "p1"],
  ["Binary", "", "url", "https://a.b"],
  ["DeviceDefinition", "", "bodySite", text],
  ["DeviceDefinition", "", "classification", [{ type: text }]],
  ["HealthcareService", "", "offeredIn", [reference]],
  ["ObservationDefinition", "", "publisher", reference],
  ["ResearchStudy", "", "associatedParty", [{ role: text }]],
  ["ResearchStudy", "", "classifier", [text]],
  ["ResearchStudy", "", "comparisonGroup", [{ name: "x" }]],
  ["ResearchStudy", "", "descriptionSummary", "x"],
  ["ResearchStudy", "", "label", [{ value: "x" }]],
  ["ResearchStudy", "", "name", "x"],
  ["ResearchStudy", "", "outcomeMeasure", [{ name: "x" }]],
  ["ResearchStudy", "", "progressStatus", [{ state: text }]],
  ["ResearchStudy", "", "recruitment", { targetNumber: 1 }],
  ["ResearchStudy", "", "region", [text]],
  ["ResearchStudy", "", "result", [reference]],
  ["ResearchStudy", "", "studyDesign", [text]],
  ["ResearchStudy", "", "whyStopped", text],
  ["ResearchStudy", "objective[0]", "description", "x"],
  ["EvidenceVariable", "characteristic[0]", "definitionByCombination", { code: "all-of" }],
  ["EvidenceVariable", "characteristic[0]", "definitionByTypeAndValue", { type: text }],
  ["EvidenceVariable", "characteristic[0]", "definitionId", "x"],
  ["EvidenceVariable", "characteristic[0]", "durationQuantity", { value: 1 }],
  ["EvidenceVariable", "characteristic[0]", "instancesQuantity", { value: 1 }],
  ["EvidenceVariable", "characteristic[0]", "linkId", "x"],
  ["EvidenceVariable", "characteristic[0]", "note", [text]],
  ["EvidenceVariable", "characteristic[0]", "timeFromEvent", [{ description: "x" }]],
];

test.each(foreign)("refuses in %s, at '%s', the element %s", (resourceType, where, element, value) => {
  const holder = { [element]: value };
  const [name = ""] = where.split("[");
  const inside = where === "" ? holder : { [name]: where === name ? holder : [holder] };
  const path = [resourceType, where, element].filter((part) => part !== "").join(".");
  expect(errorsIn({ resourceType, ...inside })).toContain(`structure ${path}`);
});

/** https://hl7.org/fhir/R4/evidencevariable-example.json.html */
const evidenceVariable = {
  resourceType: "EvidenceVariable",
  id: "example",
  meta: {
    tag: [
      {
        system: "http://terminology.hl7.org/CodeSystem/v3-ActReason",
        code: "HTEST",
        display: "test health data",
      },
    ],
  },
  text: {
    status: "generated",
    div: '<div xmlns="http://www.w3.org/1999/xhtml">[Put rendering here]</div>',
  },
  status: "draft",
  characteristic: [{ definitionCodeableConcept: { text: "Diabetic patients over 65" } }],
};

test("accepts what R4 says of the variables of evidence", () => {
  expect(errorsIn(evidenceVariable)).toEqual([]);
  const characteristic = {
    description: "x",
    usageContext: [{ code: { code: "age" }, valueCodeableConcept: text }],
    exclude: false,
    timeFromStart: { value: 1, system: "http://unitsofmeasure.org", code: "d" },
    groupMeasure: "mean",
  };
  const choices = [
    { definitionReference: { reference: "Group/1" }, participantEffectiveDateTime: "2020" },
    { definitionCanonical: "http://a.b", participantEffectivePeriod: { start: "2020" } },
    { definitionDataRequirement: { type: "Patient" }, participantEffectiveTiming: { event: ["2020"] } },
    {
      definitionTriggerDefinition: { type: "named-event", name: "x" },
      participantEffectiveDuration: characteristic.timeFromStart,
    },
  ];
  const all = choices.map((choice) => ({ ...characteristic, ...choice }));
  expect(errorsIn({ ...evidenceVariable, characteristic: all })).toEqual([]);
});

test("asks for a definition of each characteristic of a variable, and for one characteristic", () => {
  expect(errorsIn({ ...evidenceVariable, characteristic: undefined })).toEqual([
    "required EvidenceVariable.characteristic",
  ]);
  expect(errorsIn({ ...evidenceVariable, characteristic: [{ description: "x" }] })).toEqual([
    "required EvidenceVariable.characteristic[0].definition",
  ]);
  expect(
    errorsIn({
      ...evidenceVariable,
      characteristic: [{ definitionCodeableConcept: text, groupMeasure: "sum" }],
    }),
  ).toEqual(["code-invalid EvidenceVariable.characteristic[0].groupMeasure"]);
});

test("knows no resource of R4B", () => {
  const status = { resourceType: "SubscriptionStatus", type: "heartbeat", subscription: reference };
  const bundle = { resourceType: "Bundle", type: "history", entry: [{ resource: status }] };
  expect(errorsIn(status)).toEqual(["not-supported Resource"]);
  expect(errorsIn(bundle)).toContain("not-supported Bundle.entry[0].resource");
});

test("takes the states of observations for those of detected issues", () => {
  const issue = (status: string) => errorsIn({ resourceType: "DetectedIssue", status });
  expect(issue("registered")).toEqual([]);
  expect(issue("mitigated")).toEqual(["code-invalid DetectedIssue.status"]);
});

test("takes no code that only heads others", () => {
  const questionnaire = (type: string) =>
    errorsIn({ resourceType: "Questionnaire", status: "draft", item: [{ linkId: "1", type }] });
  expect(questionnaire("choice")).toEqual([]);
  expect(questionnaire("question")).toEqual(["code-invalid Questionnaire.item[0].type"]);
});

test("warns of references to what R4 does not name as their target", () => {
  const found = validateResource({
    resourceType: "ResearchStudy",
    status: "active",
    site: [{ reference: "Organization/1" }, { reference: "Location/1" }],
  });
  expect(found.map(({ severity, expression }) => `${severity} ${expression}`)).toEqual([
    "warning ResearchStudy.site[0]",
  ]);
});
