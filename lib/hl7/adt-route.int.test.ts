import { beforeAll, expect, it } from "vitest";
import { POST as adtRoute } from "@/app/api/integrations/hl7/adt/route";
import { type Caller, call, makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";

environmentForTests();
let caller: Caller;
beforeAll(async () => {
  caller = await makeCaller("integration");
});

const patient = {
  id: "patient-123",
  firstName: "John",
  lastName: "Doe",
  dateOfBirth: "1980-05-15",
  gender: "male",
  phone: "555-1234",
  mrn: "MRN-12345",
  address: "123 Main St",
};
const tell = (body: object) => call("POST", adtRoute, { caller, body: { patient, ...body } });

it("writes what happened to a patient, in the organization's name", async () => {
  const { status, json } = await tell({ event: "A04" });
  expect(status).toBe(200);
  expect(json).toMatchObject({ type: "ADT^A04", controlId: expect.stringMatching(/^[\w-]{20}$/) });
  const time = /\d{14}/.exec(json.message)?.[0];
  expect(json.message.split("\r")).toEqual([
    `MSH|^~\\&|CARELANE|${caller.organizationId}|||${time}||ADT^A04^ADT_A01|${json.controlId}|P|2.5.1`,
    `EVN|A04|${time}`,
    "PID|1||MRN-12345^^^CARELANE^MR||Doe^John||19800515|M|||123 Main St||555-1234",
    "PV1|1|N",
  ]);
});

it("takes an address in its parts, other versions, and names of both sides", async () => {
  const { json } = await tell({
    patient: { ...patient, address: { lines: ["1 Main St", "Apt 3"], city: "Madison" } },
    event: "a31",
    version: "2.8",
    sender: { application: "APP", facility: "HERE" },
    receiver: "EHR",
  });
  expect(json.message).toMatch(
    /^MSH\|\^~\\&\|APP\|HERE\|EHR\|\|\d{14}\|\|ADT\^A31\^ADT_A05\|[\w-]{20}\|P\|2\.8\r/,
  );
  expect(json.message).toContain("|1 Main St^Apt 3^Madison|");
});

it("knows a patient without a number by the id", async () => {
  const { json } = await tell({ event: "A04", patient: { id: "patient-123", lastName: "Doe" } });
  expect(json.message).toContain("PID|1||patient-123^^^CARELANE^PI||Doe\r");
});

it("tells of two patients who are one", async () => {
  const prior = { firstName: "Jon", lastName: "Doe", mrn: "MRN-9" };
  const { json } = await tell({ event: "A40", prior });
  expect(json.message.split("\r").slice(3)).toEqual(["MRG|MRN-9^^^CARELANE^MR||||||Doe^Jon"]);
});

it.each([
  ["prior", { event: "A40" }],
  ["event", { event: "Z99" }],
  ["version", { event: "A04", version: "3.0" }],
  ["patient", { event: "A04", patient: undefined }],
  ["patient.lastName", { event: "A04", patient: { mrn: "1" } }],
  ["patient.dateOfBirth", { event: "A04", patient: { ...patient, dateOfBirth: "15/05/1980" } }],
])("says that %s is wrong", async (path, body) => {
  const { status, json } = await tell(body);
  expect(status).toBe(422);
  expect(json.errors).toContainEqual(expect.objectContaining({ path }));
});
