import { describe, expect, it } from "vitest";
import { settingsFields } from "../fields";
import { scopesFor } from "./api";
import { cernerConfig, tokenUrlOfTenant } from "./config";
import { cernerPorts } from "./entities";
import { explainRefusal } from "./errors";
import { patientQuery } from "./find-patient";

const fhirBaseUrl = "https://fhir-ehr.cerner.com/r4/ec2458f2";

describe("cernerConfig", () => {
  it("takes empty fields of a form for fields that are not set", () => {
    const settings = {
      clientId: "c",
      fhirBaseUrl: `${fhirBaseUrl}/`,
      clientSecret: "",
      groupId: "",
      scopeNotation: "",
    };
    expect(cernerConfig.parse(settings)).toEqual({ clientId: "c", fhirBaseUrl, hl7Version: "2.5.1" });
  });

  it("seals the secret alone, and asks for the client id and the address", () => {
    const fields = settingsFields(cernerConfig);
    const names = (chosen: typeof fields) => chosen.map(({ name }) => name);
    expect(names(fields.filter(({ secret }) => secret))).toEqual(["clientSecret"]);
    expect(names(fields.filter(({ required }) => required))).toEqual(["clientId", "fhirBaseUrl"]);
  });

  it("knows where the tenant's authorization server stands", () => {
    expect(tokenUrlOfTenant(fhirBaseUrl)).toBe(
      "https://authorization.cerner.com/tenants/ec2458f2/protocols/oauth2/profiles/smart-v1/token",
    );
  });
});

describe("scopesFor", () => {
  const patients = (direction: "pull" | "bidirectional") => [{ entity: "patients", direction } as const];

  it("asks for what is switched on and nothing else", () => {
    expect(scopesFor(patients("pull"), cernerPorts, {})).toEqual(["system/Patient.rs"]);
    expect(scopesFor(patients("bidirectional"), cernerPorts, {})).toEqual(["system/Patient.crus"]);
  });

  it("asks for the group where there is one, in the notation that is set", () => {
    expect(scopesFor(patients("pull"), cernerPorts, { groupId: "g" })).toContain("system/Group.r");
    expect(scopesFor(patients("bidirectional"), cernerPorts, { scopeNotation: "v1" })).toEqual([
      "system/Patient.read",
      "system/Patient.write",
    ]);
  });
});

describe("explainRefusal", () => {
  const refusal = (status: number, code: string) => ({
    status,
    isOutcome: true,
    issues: [{ severity: "error", code, details: [] }],
    headers: new Headers(),
  });

  it.each([
    [400, "required", "cerner_element_missing", "invalid"],
    [403, "forbidden", "cerner_not_authorized", "fatal"],
    [422, "too-costly", "cerner_too_many_matches", "invalid"],
    [422, "business-rule", "cerner_business_rule", "invalid"],
    [423, "lock-error", "cerner_record_locked", "retryable"],
    [424, "processing", "cerner_step_failed", "ambiguous"],
  ])("turns %d with %s into %s", (status, issue, code, kind) => {
    expect(explainRefusal(refusal(status, issue))).toMatchObject({ code, kind });
  });

  it("leaves versions that differ, and what it does not know, to the general reading", () => {
    expect(explainRefusal(refusal(409, "conflict"))).toBeUndefined();
    expect(explainRefusal(refusal(412, "required"))).toBeUndefined();
  });
});

describe("patientQuery", () => {
  it.each([
    [{ identifier: "6900001", family: "Lin" }, { identifier: "6900001" }],
    [
      { family: "Lin", given: "Derrick", birthDate: "1973-06-03" },
      { family: "Lin", given: "Derrick", birthdate: "1973-06-03" },
    ],
    [
      { phone: "785-555-5555", gender: "male" },
      { phone: "785-555-5555", gender: "male" },
    ],
  ])("asks by %j", (demographics, query) => {
    expect(patientQuery(demographics)).toEqual(query);
  });

  it("asks for more than the sex", () => {
    expect(() => patientQuery({ gender: "male" })).toThrow(
      expect.objectContaining({ code: "demographics_incomplete" }),
    );
  });
});
