import { beforeAll, describe, expect, it } from "vitest";
import { POST as eyeExam } from "@/app/api/integrations/fhir/observation/eye-exam/route";
import { POST as importPatient } from "@/app/api/integrations/fhir/patient/import/route";
import { POST as writePatient } from "@/app/api/integrations/fhir/patient/route";
import { GET as readRecord } from "@/app/api/records/[entity]/[id]/route";
import { GET as listRecords } from "@/app/api/records/[entity]/route";
import { type Caller, call, makeCaller } from "@/lib/integrations/testing/routes";
import { withSystem } from "@/lib/platform/db";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { facadeFor } from "./server/testing/facade";
import { validateResource } from "./validate";

environmentForTests();
let caller: Caller;
beforeAll(async () => {
  caller = await makeCaller("admin");
});

const patient = {
  id: "patient-123",
  firstName: "John",
  lastName: "Doe",
  dateOfBirth: "1980-05-15",
  gender: "male",
  email: "john.doe@example.com",
  phone: "555-1234",
  mrn: "MRN-12345",
};

const inFhir = {
  resourceType: "Patient",
  id: "patient-123",
  identifier: [
    {
      type: { coding: [{ system: "http://terminology.hl7.org/CodeSystem/v2-0203", code: "MR" }] },
      system: "urn:carelane:mrn",
      value: "MRN-12345",
    },
  ],
  name: [{ use: "official", family: "Doe", given: ["John"] }],
  telecom: [
    { system: "phone", value: "555-1234" },
    { system: "email", value: "john.doe@example.com" },
  ],
  gender: "male",
  birthDate: "1980-05-15",
};

const write = (body: unknown, as = caller) => call("POST", writePatient, { caller: as, body });
const read = (body: unknown, query = "", as = caller) =>
  call("POST", importPatient, { caller: as, body, query });

describe("a patient as FHIR", () => {
  it("is written whether it stands alone or under its name", async () => {
    for (const body of [patient, { patient }]) {
      const { status, json } = await write(body);
      expect([status, json]).toEqual([200, inFhir]);
    }
  });

  it("carries the organization's own numbers", async () => {
    const other = await makeCaller("admin");
    await withSystem("seed", (tx) =>
      tx.execute("update organizations set mrn_system = 'urn:oid:1.2.3' where id = $1", [
        other.organizationId,
      ]),
    );
    expect((await write(patient, other)).json.identifier[0].system).toBe("urn:oid:1.2.3");
    const { json } = await read(
      { ...inFhir, identifier: [{ system: "urn:oid:1.2.3", value: "7" }] },
      "",
      other,
    );
    expect(json.mrn).toBe("7");
  });

  it("takes an address in words and middle names", async () => {
    const { json } = await write({ ...patient, middleName: "Paul Quincy", address: "123 Main St" });
    expect(json).toMatchObject({
      name: [{ given: ["John", "Paul", "Quincy"] }],
      address: [{ text: "123 Main St" }],
    });
    expect(validateResource(json)).toEqual([]);
  });

  it("is refused where FHIR has no word for it", async () => {
    const { status, json } = await write({ ...patient, telecoms: [{ system: "pigeon", value: "grey" }] });
    expect([status, json.code]).toEqual([422, "fhir_resource_invalid"]);
    expect(json.outcome.issue[0]).toMatchObject({
      code: "code-invalid",
      expression: ["Patient.telecom[0].system"],
    });
  });

  it("needs a name", async () => {
    expect((await write({ patient: { gender: "male" } })).status).toBe(422);
  });
});

describe("a FHIR Patient that comes in", () => {
  it("is read with its short fields and lists", async () => {
    for (const body of [inFhir, { resource: inFhir }]) {
      const { status, json } = await read(body);
      expect(status).toBe(200);
      expect(json).toMatchObject({ ...patient, names: [{ family: "Doe" }], telecoms: [{}, {}] });
    }
  });

  it("is kept when it is to be saved, once for an Idempotency-Key", async () => {
    const as = await makeCaller("admin");
    const save = () =>
      call("POST", importPatient, {
        caller: as,
        body: inFhir,
        query: "?save=true",
        headers: { "idempotency-key": "one" },
      });
    const { status, headers, json } = await save();
    expect(status).toBe(201);
    expect(headers.get("location")).toBe(`/api/records/patients/${json.id}`);
    const again = await save();
    expect([again.status, again.json.id]).toEqual([201, json.id]);
    const params = { entity: "patients", id: json.id };
    const { json: kept } = await call("GET", readRecord, { caller: as, params });
    expect(kept).toMatchObject({ version: 1, data: { mrn: "MRN-12345", lastName: "Doe" } });
    expect((await call("GET", listRecords, { caller: as, params: { entity: "patients" } })).json.total).toBe(
      1,
    );
  });

  it("is kept with what it says beyond our record, for who reads it as FHIR", async () => {
    const extension = [{ url: "urn:favourite-colour", valueString: "blue" }];
    const { json } = await read({ ...inFhir, extension }, "?save=true");
    const kept = await facadeFor(`Bearer ${caller.key}`)("GET", `Patient/${json.id}`);
    expect(kept.json).toMatchObject({ id: json.id, extension, name: inFhir.name });
  });

  it.each([
    ["an unknown code", { ...inFhir, gender: "M" }, "Patient.gender"],
    ["an unknown element", { ...inFhir, colour: "blue" }, "Patient.colour"],
    ["another resource", { resourceType: "Practitioner" }, "Patient"],
    ["no resource", { hello: "world" }, "Patient"],
  ])("is refused with an OperationOutcome for %s, and nothing is kept", async (_what, body, place) => {
    const as = await makeCaller("admin");
    const { status, headers, json } = await read(body, "?save=true", as);
    expect([status, json.code]).toEqual([422, "fhir_resource_invalid"]);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(json.outcome).toMatchObject({
      resourceType: "OperationOutcome",
      issue: [{ expression: [place] }],
    });
    expect(validateResource(json.outcome)).toEqual([]);
    expect((await call("GET", listRecords, { caller: as, params: { entity: "patients" } })).json.total).toBe(
      0,
    );
  });

  it("is not kept for a caller who may not write records", async () => {
    const reader = await makeCaller("integration");
    await withSystem("seed", (tx) =>
      tx.execute("update api_keys set scopes = '{integrations:read}' where organization_id = $1", [
        reader.organizationId,
      ]),
    );
    const allowed = (await read(inFhir, "", reader)).status;
    const { status } = await read(inFhir, "?save=true", reader);
    expect([allowed, status]).toEqual([200, 403]);
  });
});

describe("an eye examination", () => {
  it("is written as an Observation", async () => {
    const exam = { type: "visual_acuity", value: "20/20", eye: "right", date: "2026-01-02T10:00:00Z" };
    const { status, json } = await call("POST", eyeExam, {
      caller,
      body: { patientId: "patient-123", exam },
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({ resourceType: "Observation", valueString: "20/20" });
    expect(validateResource(json)).toEqual([]);
  });

  it("is refused without a kind, an eye and a date that FHIR can say", async () => {
    const exam = { type: "smell", value: "x", eye: "third", date: "yesterday" };
    const { status, json } = await call("POST", eyeExam, { caller, body: { patientId: "a b", exam } });
    expect(status).toBe(422);
    const places = json.errors.map(({ path }: { path: string }) => path);
    expect(places).toEqual(["patientId", "exam.type", "exam.eye", "exam.date"]);
  });
});

it("tells nothing to strangers", async () => {
  for (const route of [writePatient, importPatient, eyeExam]) {
    expect((await call("POST", route, { body: {} })).status).toBe(401);
  }
});
