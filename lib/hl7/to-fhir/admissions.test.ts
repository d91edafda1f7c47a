import { describe, expect, it } from "vitest";
import { allOf, converted, line, onlyOf, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";

const pid = "PID|1||42^^^NG^MR||Hara^Ada||19870912|F";
const visit = (fields = {}) => line("PV1", { 2: "I", 3: "3W^12^A^NG", 19: "V7^^^NG", ...fields });

describe("a visit stands as its event says", () => {
  it.each([
    ["A01", "in-progress"],
    ["A02", "in-progress"],
    ["A03", "finished"],
    ["A04", "in-progress"],
    ["A05", "planned"],
    ["A10", "arrived"],
    ["A11", "cancelled"],
    ["A12", "in-progress"],
    ["A13", "in-progress"],
    ["A14", "planned"],
    ["A21", "onleave"],
    ["A23", "entered-in-error"],
    ["A25", "in-progress"],
    ["A27", "cancelled"],
    ["A38", "cancelled"],
    ["A08", "in-progress"],
  ])("%s: %s", (event, status) => {
    expect(resourceOf(converted(`ADT^${event}`, [pid, visit()]), "Encounter").status).toBe(status);
  });

  it("is over when it has an end, unless the discharge is withdrawn", () => {
    const discharged = visit({ 44: "20260101", 45: "20260105" });
    expect(resourceOf(converted("ADT^A08", [pid, discharged]), "Encounter")).toMatchObject({
      status: "finished",
      period: { start: "2026-01-01", end: "2026-01-05" },
    });
    expect(resourceOf(converted("ADT^A13", [pid, discharged]), "Encounter")).toMatchObject({
      status: "in-progress",
      period: { start: "2026-01-01" },
    });
  });
});

describe("what has the same number at the sender has the same id", () => {
  const idsOf = (event: string, segments: string[]) => {
    const message = converted(`ADT^${event}`, segments);
    return [onlyOf(message, "Patient").id, onlyOf(message, "Encounter").id];
  };

  it("in messages of other types and times", () => {
    const moved = pid.replace("Hara", "Novak").replace("42^^^NG^MR", "7^^^X^PI~42^^^NG^MR");
    expect(idsOf("A01", [pid, visit()])).toEqual(idsOf("A08", [moved, visit({ 3: "4E" })]));
  });

  it("and no other", () => {
    const [patient, encounter] = idsOf("A01", [pid, visit()]);
    const others = idsOf("A01", [pid.replace("42", "43"), visit({ 19: "V8^^^NG" })]);
    expect(others).not.toContain(patient);
    expect(others).not.toContain(encounter);
    expect(idsOf("A01", [pid.replace("NG", "XX"), visit()])[0]).not.toBe(patient);
  });

  it("and cannot be read out of it", () => {
    expect(idsOf("A01", [pid, visit()]).join()).toMatch(/^[\da-f]{32},[\da-f]{32}$/);
  });

  it("and is of this message alone where nothing identifies it", () => {
    const [first, second] = ["PID|1||||Hara^Ada", "PID|1||||Hara^Ada"].map((segment) =>
      onlyOf(converted("ADT^A08", [segment]), "Patient"),
    );
    expect(first).toMatchObject({ id: second?.id, isIdentified: false });
    const other = converted("ADT^A08", ["PID|1||||Hara^Ada"], { timeZone: "UTC" });
    expect(onlyOf(other, "Patient").id).toBe(first?.id);
  });
});

it("tells what is to be deleted from what is not said", () => {
  const message = converted("ADT^A08", ['PID|1||42^^^NG^MR||Hara^Ada||""|F|||""|||""^^""|||||||||||||||""']);
  expect(onlyOf(message, "Patient")).toMatchObject({
    cleared: ["birthDate", "address", "telecom", "deceasedDateTime"],
    isDeleted: false,
  });
  expect(onlyOf(message, "Patient").resource).not.toHaveProperty("birthDate");
});

it("clears no element of which another field says something", () => {
  const message = converted("ADT^A08", ['PID|1||42||Hara||||||||""|(608)555-0100']);
  expect(onlyOf(message, "Patient")).toMatchObject({ cleared: [], resource: { telecom: [{ use: "work" }] } });
});

it("deletes a person by A29, and a visit by A23", () => {
  expect(onlyOf(converted("ADT^A29", [pid]), "Patient").isDeleted).toBe(true);
  const visitDeleted = converted("ADT^A23", [pid, visit()]);
  expect(onlyOf(visitDeleted, "Encounter").isDeleted).toBe(true);
  expect(onlyOf(visitDeleted, "Patient").isDeleted).toBe(false);
});

describe("merges", () => {
  const account = `${pid}||||||||||ACC1^^^NG`;

  it.each(["A18", "A30", "A34", "A36", "A39", "A40", "A47"])(
    "%s: the patient of MRG is the one of PID",
    (event) => {
      const message = converted(`ADT^${event}`, [pid, "MRG|41^^^NG^MR~9^^^X^PI"]);
      const prior = onlyOf(converted("ADT^A08", [pid.replace("42^^^NG", "41^^^NG")]), "Patient").id;
      expect(message.merges[0]).toEqual({
        resourceType: "Patient",
        from: prior,
        into: onlyOf(message, "Patient").id,
      });
      expect(message.merges).toHaveLength(2);
    },
  );

  it.each(["A35", "A41"])("%s: the account of MRG is the one of PID", (event) => {
    const message = converted(`ADT^${event}`, [account, "MRG|42^^^NG^MR||ACC0^^^NG"]);
    expect(message.merges).toMatchObject([{ resourceType: "Account", into: onlyOf(message, "Account").id }]);
  });

  it("A42: the visit of MRG is the one of PV1", () => {
    const message = converted("ADT^A42", [pid, "MRG|42^^^NG^MR||||V6^^^NG", visit()]);
    const prior = onlyOf(converted("ADT^A08", [pid, visit({ 19: "V6^^^NG" })]), "Encounter").id;
    expect(message.merges).toEqual([
      { resourceType: "Encounter", from: prior, into: onlyOf(message, "Encounter").id },
    ]);
  });

  it("says nothing of two patients who are only linked, or one who is moved to", () => {
    for (const event of ["A24", "A43", "A08"]) {
      expect(converted(`ADT^${event}`, [pid, "MRG|41^^^NG^MR"]).merges).toEqual([]);
    }
  });
});

it("links two patients by A24, and unlinks them by A37, but does not merge them", () => {
  const two = [pid, pid.replace("42", "43")];
  const [first, second] = allOf(converted("ADT^A24", two), "Patient");
  expect(second?.resource.link).toEqual([{ other: { reference: `Patient/${first?.id}` }, type: "seealso" }]);
  expect(allOf(converted("ADT^A37", two), "Patient")[1]?.cleared).toEqual(["link"]);
});

it("describes a visit in the words of the sender", () => {
  const encounter = resourceOf(
    converted("ADT^A01", [pid, visit(), line("PV2", { 12: "a < b \\T\\ c > d" })]),
    "Encounter",
  );
  expect(encounter.text).toMatchObject({ div: expect.stringContaining(">a &lt; b &amp; c &gt; d<") });
  expect(problemsIn(encounter)).toEqual([]);
});

it("makes no visit of a segment that tells of none", () => {
  expect(allOf(converted("ADT^A28", [pid, "PV1|1|N"]), "Encounter")).toEqual([]);
  expect(allOf(converted("ADT^A28", [pid, "PV1|1|N|||||1234567893^Berg"]), "Encounter")).toHaveLength(1);
});

it("swaps two patients' beds as two visits", () => {
  const message = converted("ADT^A17", [
    pid,
    visit(),
    pid.replace("42", "43"),
    visit({ 3: "3W^12^B^NG", 19: "V8^^^NG" }),
  ]);
  const encounters = allOf(message, "Encounter");
  const patients = allOf(message, "Patient").map(({ id }) => `Patient/${id}`);
  expect(encounters.map(({ resource }) => resource.subject)).toEqual(
    patients.map((reference) => ({ reference })),
  );
});

it("says who is near the patient, who cares for them, who pays, and what they have", () => {
  const message = converted("ADT^A01", [
    `${pid}||||||||||ACC1^^^NG`,
    "PD1|||Eye Clinic^^77|1234567893^Berg^Nora^^^DR^^^&2.16.840.1.113883.4.6&ISO",
    "NK1|1|Hara^Ken|SPO^Spouse^HL70063||(608)555-0102",
    visit(),
    "PV2|||^Blurred vision",
    "AL1|1|DA|7980^Penicillin^RXNORM|SV|Hives",
    "IAM|2|FA|^Peanut||Swelling|D|A-9",
    "PDA|I21.9^Infarction^I10C",
    "DG1|1||H40.11X1^Glaucoma^I10C||20260104|A",
    "PR1|1||65855^Trabeculoplasty^C4||20260105",
    "GT1|1||Hara^Ken",
    line("IN1", {
      2: "PPO^Blue PPO",
      3: "77",
      4: "Blue Cross",
      8: "G1",
      12: "20260101",
      16: "Hara^Ada",
      17: "SEL^Self",
      36: "P-55",
    }),
  ]);
  const patient = { reference: `Patient/${onlyOf(message, "Patient").id}` };
  expect(resourceOf(message, "Patient")).toMatchObject({
    contact: [{ name: { family: "Hara", given: ["Ken"] }, telecom: [{ value: "(608)555-0102" }] }],
    generalPractitioner: [{}, {}],
  });
  expect(allOf(message, "RelatedPerson")).toHaveLength(1);
  expect(resourceOf(message, "Account")).toMatchObject({ subject: [patient], guarantor: [{ party: {} }] });
  const [condition] = allOf(message, "Condition").map(({ id }) => `Condition/${id}`);
  expect(resourceOf(message, "Encounter")).toMatchObject({
    class: { code: "IMP" },
    diagnosis: [{ condition: { reference: condition }, use: { coding: [{ code: "AD" }, { code: "A" }] } }],
    reasonCode: [{ text: "Blurred vision" }],
  });
  expect(allOf(message, "AllergyIntolerance")).toMatchObject([
    { isDeleted: false, resource: { criticality: "high", reaction: [{ severity: "severe" }] } },
    { isDeleted: true, resource: { verificationStatus: { coding: [{ code: "entered-in-error" }] } } },
  ]);
  expect(resourceOf(message, "Observation")).toMatchObject({ valueCodeableConcept: { text: "Infarction" } });
  expect(resourceOf(message, "Procedure")).toMatchObject({
    performedDateTime: "2026-01-05",
    subject: patient,
  });
  expect(resourceOf(message, "Coverage")).toMatchObject({
    beneficiary: patient,
    subscriber: patient,
    subscriberId: "P-55",
  });
});

it("tells of a type that it does not know what its header and its patient say", () => {
  const message = converted("ZZZ^Z01", [pid, visit(), "ZAB|1"]);
  expect(message.resources.map(({ resourceType }) => resourceType)).toEqual(
    expect.arrayContaining(["Patient", "Encounter", "MessageHeader"]),
  );
  expect(resourceOf(message, "MessageHeader")).toMatchObject({
    eventCoding: { code: "Z01" },
    source: { name: "EHR" },
  });
});

it("takes codes that are names of other things for codes that nobody knows", () => {
  const odd = pid.replace("Hara^Ada", "Hara^Ada^^^^^constructor").replace("|F", "|toString");
  const patient = resourceOf(
    converted("ADT^A01", [odd, visit({ 2: "__proto__" })], { timeZone: "UTC", systems: {} }),
    "Patient",
  );
  expect(patient.name).toEqual([{ family: "Hara", given: ["Ada"] }]);
  expect(patient).not.toHaveProperty("gender");
});

it("notes times that are none, by their place", () => {
  const message = converted("ADT^A01", [pid.replace("19870912", "12/09/87"), visit()]);
  expect(message.problems).toEqual([{ path: "PID-7", message: "The value is no time, so it is left out." }]);
});

it("tells what it says of a visit from what FHIR demands beside", () => {
  const told = onlyOf(converted("ADT^A01", [pid, visit()]), "Encounter");
  expect(told).toMatchObject({ assumed: [], resource: { status: "in-progress" } });
  const mentioned = onlyOf(converted("ORU^R01", [pid, visit()]), "Encounter");
  expect(mentioned).toMatchObject({ assumed: ["status"], resource: { status: "in-progress" } });
});

it("says in words what an allergy does, unless it is said by a code", () => {
  const reactions = (written: string) =>
    resourceOf(converted("ADT^A01", [pid, `AL1|1|DA|^Penicillin||${written}`]), "AllergyIntolerance")
      .reaction;
  expect(reactions("Hives~Rash")).toEqual([{ manifestation: [{ text: "Hives" }, { text: "Rash" }] }]);
  expect(reactions("247472004^Hives^SCT")).toMatchObject([
    { manifestation: [{ coding: [{ code: "247472004" }] }] },
  ]);
});

it("knows a coverage by each number of its plan, and which comes first", () => {
  const plan = line("IN1", { 2: "31572^HMO^L^77^HMO^N", 4: "Blue Cross", 22: "2" });
  expect(resourceOf(converted("ADT^A01", [pid, plan]), "Coverage")).toMatchObject({
    identifier: [{ value: "31572" }, { value: "77" }],
    order: 2,
  });
});
