import { describe, expect, it } from "vitest";
import { settingsFields } from "../fields";
import { epicConfig, tokenUrlBeside } from "./config";
import { explainRefusal } from "./errors";
import { patientQuery } from "./find-patient";

const system = "urn:oid:1.2.840.114350.1.13.0.1.7.2.657369";
const base = "https://fhir.epic.com/interconnect-fhir-oauth";

describe("epicConfig", () => {
  it.each([base, `${base}/`, `${base}/api/FHIR/R4`, `${base}/api/FHIR/R4/`, `${base}//`])(
    "reads the same address from %s",
    (fhirBaseUrl) => {
      expect(epicConfig.parse({ clientId: "c", fhirBaseUrl }).fhirBaseUrl).toBe(`${base}/api/FHIR/R4`);
    },
  );

  it("takes empty fields of a form for fields that are not set", () => {
    const settings = { clientId: "c", fhirBaseUrl: base, groupId: "", tokenUrl: "", clientSecret: "" };
    expect(epicConfig.parse(settings)).toEqual({
      clientId: "c",
      fhirBaseUrl: `${base}/api/FHIR/R4`,
      hl7Version: "2.5.1",
    });
  });

  it("seals the client secret alone, and asks for the client id and the address", () => {
    const fields = settingsFields(epicConfig);
    const names = (chosen: typeof fields) => chosen.map(({ name }) => name);
    expect(names(fields.filter(({ secret }) => secret))).toEqual(["clientSecret"]);
    expect(names(fields.filter(({ required }) => required))).toEqual(["clientId", "fhirBaseUrl"]);
  });

  it("has words for every field", () => {
    for (const field of settingsFields(epicConfig)) {
      expect(field).toMatchObject({
        title: expect.stringMatching(/^[A-Z]/),
        description: expect.stringMatching(/\.$/),
      });
    }
  });

  it("knows where Epic's token endpoint stands", () => {
    expect(tokenUrlBeside(`${base}/api/FHIR/R4`)).toBe(`${base}/oauth2/token`);
  });
});

describe("explainRefusal", () => {
  const refusal = (...codes: [string, string][]) => ({
    status: 400,
    isOutcome: true,
    headers: new Headers(),
    issues: codes.map(([severity, code]) => ({ severity, code: "processing", details: [{ system, code }] })),
  });

  it.each([
    ["4103", "resource_deleted"],
    ["4113", "page_session_expired"],
    ["4118", "epic_not_authorized"],
    ["4127", "epic_too_many_matches"],
    ["4130", "epic_break_the_glass"],
    ["4135", "epic_document_cap"],
    ["59108", "epic_element_missing"],
    ["59141", "epic_duplicate"],
    ["59144", "epic_reference_missing"],
    ["59159", "epic_business_rule"],
    ["59177", "epic_internal"],
    ["59188", "epic_flowsheet_missing"],
  ])("turns %s into %s", (code, expected) => {
    expect(explainRefusal(refusal(["fatal", code]))).toMatchObject({ code: expected });
  });

  it("goes by what failed, not by remarks beside it", () => {
    expect(explainRefusal(refusal(["information", "59100"], ["fatal", "59159"]))).toMatchObject({
      code: "epic_business_rule",
    });
  });

  it("leaves codes of other systems to the general reading", () => {
    const other = {
      status: 400,
      isOutcome: true,
      headers: new Headers(),
      issues: [{ severity: "fatal", code: "x", details: [{ code: "4103" }] }],
    };
    expect(explainRefusal(other)).toBeUndefined();
  });
});

describe("patientQuery", () => {
  const names = { family: "Lin", given: "Derrick" };

  it.each([
    [{ identifier: "MRN|1", ...names }, { identifier: "MRN|1" }],
    [
      { ...names, birthDate: "1973-06-03" },
      { ...names, birthdate: "1973-06-03" },
    ],
    [
      { ...names, gender: "male", phone: "785" },
      { ...names, "legal-sex": "male", phone: "785" },
    ],
    [
      { ...names, gender: "male", email: "d@x.org" },
      { ...names, "legal-sex": "male", email: "d@x.org" },
    ],
  ])("asks by the first minimum set that %j fills", (demographics, query) => {
    expect(patientQuery(demographics)).toEqual(query);
  });
});
