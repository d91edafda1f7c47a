import { describe, expect, it } from "vitest";
import { allOf, converted, line, onlyOf, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";

const pid = "PID|1||42^^^NG^MR||Hara^Ada||20250912|F";
const orc = line("ORC", { 1: "RE", 3: "197027^DCS", 9: "20260105", 12: "77^Ito^Mary^^^^MD" });
const rxa = {
  1: "0",
  2: "1",
  3: "20260105",
  5: "48^HIB PRP-T^CVX",
  6: "0.5",
  7: "mL^^UCUM",
  9: "00^new immunization record^NIP001",
  10: "^Sticker^Nina",
  15: "33k2a",
  16: "20271210",
  17: "PMC^sanofi^MVX",
  20: "CP",
  22: "20260105101500",
};

function vaccinated(fields: Readonly<Record<number, string>>, ...others: readonly string[]) {
  const immunization = resourceOf(
    converted("VXU^V04", [pid, orc, line("RXA", { ...rxa, ...fields }), ...others]),
    "Immunization",
  );
  expect(problemsIn(immunization)).toEqual([]);
  return immunization;
}

const obx = (code: string, type: string, value: string, sub = "1") =>
  line("OBX", { 2: type, 3: `${code}^^LN`, 4: sub, 5: value, 11: "F" });

describe("a vaccination", () => {
  it("says what was given, when, how much, and by whom", () => {
    const way = "RXR|C28161^Intramuscular^NCIT|RT^right thigh^HL70163";
    expect(vaccinated({ 11: "^^^RI2050" }, way)).toMatchObject({
      status: "completed",
      identifier: [{ type: { coding: [{ code: "FILL" }] }, system: "DCS", value: "197027" }],
      vaccineCode: { coding: [{ system: "http://hl7.org/fhir/sid/cvx", code: "48" }], text: "HIB PRP-T" },
      occurrenceDateTime: "2026-01-05",
      recorded: "2026-01-05T10:15:00-06:00",
      primarySource: true,
      lotNumber: "33k2a",
      expirationDate: "2027-12-10",
      doseQuantity: { value: 0.5, unit: "mL", code: "mL" },
      route: { text: "Intramuscular" },
      site: { coding: [{ code: "RT" }] },
      performer: [{ function: { coding: [{ code: "OP" }] } }, { function: { coding: [{ code: "AP" }] } }],
    });
  });

  it("has a manufacturer and a place, with its address where one is said", () => {
    const message = converted("VXU^V04", [
      pid,
      line("RXA", { ...rxa, 11: "^^^CLINIC^^^^^1 Main St^^Provo^UT^84601" }),
    ]);
    expect(allOf(message, "Organization").map(({ resource }) => resource.name)).toContain("sanofi");
    expect(resourceOf(message, "Location")).toMatchObject({
      name: "CLINIC",
      address: { line: ["1 Main St"], city: "Provo", state: "UT", postalCode: "84601" },
    });
  });

  it.each([
    [{ 20: "RE" }, { status: "not-done", statusReason: { coding: [{ code: "PATOBJ" }] } }],
    [
      { 18: "00^Parental refusal^NIP002", 20: "" },
      { status: "not-done", statusReason: { text: "Parental refusal" } },
    ],
    [{ 20: "NA" }, { status: "not-done" }],
    [{ 20: "PA" }, { status: "completed", isSubpotent: true }],
    [{ 21: "D" }, { status: "entered-in-error" }],
    [{ 20: "" }, { status: "completed" }],
    [{ 9: "01^historical^NIP001" }, { primarySource: false, reportOrigin: { text: "historical" } }],
    [{ 9: "^given at school" }, { note: [{ text: "given at school" }] }],
  ])("with %j is %j", (fields, expected) => {
    expect(vaccinated(fields)).toMatchObject(expected);
  });

  it("says no amount where 999 stands for none, and that nobody knows when where nothing does", () => {
    const immunization = vaccinated({ 3: "", 6: "999" });
    expect(immunization).not.toHaveProperty("doseQuantity");
    expect(immunization).toHaveProperty("_occurrenceDateTime");
  });

  it("says who pays, which sheets were handed out, and which dose of a series it is", () => {
    const immunization = vaccinated(
      {},
      obx("64994-7", "CE", "V02^Medicaid^HL70064"),
      obx("30963-3", "CE", "PHC70^Private^CDCPHINVS"),
      obx("69764-9", "CE", "253088^Td VIS^cdcgs1vis", "2"),
      obx("29769-7", "DT", "20260105", "2"),
      obx("30956-7", "CE", "03^MMR^CVX", "3"),
      obx("29768-9", "DT", "20080110", "3"),
      obx("29769-7", "DT", "20260105", "4"),
      obx("30973-2", "NM", "2", "5"),
      obx("59782-3", "NM", "3", "5"),
    );
    expect(immunization).toMatchObject({
      programEligibility: [{ coding: [{ code: "V02" }] }],
      fundingSource: { coding: [{ code: "PHC70" }] },
      education: [
        { documentType: "Td VIS", presentationDate: "2026-01-05" },
        { documentType: "MMR", publicationDate: "2008-01-10" },
      ],
      protocolApplied: [{ doseNumberPositiveInt: 2, seriesDosesPositiveInt: 3 }],
    });
  });

  const due = (sub: string) => [
    obx("30979-9", "CE", "48^HIB PRP-T^CVX", sub),
    obx("30980-7", "DT", "20260301", sub),
    obx("30973-2", "NM", "2", sub),
  ];

  it.each([[""], ["NA"], ["CP"]])("is none where no vaccine was administered (RXA-20 %s)", (completed) => {
    const message = converted("RSP^K11", [
      pid,
      "ORC|RE||0",
      line("RXA", {
        1: "0",
        2: "1",
        3: "20170509",
        5: "998^No Vaccine Administered^CVX",
        6: "999",
        20: completed,
      }),
      obx("30973-2", "NM", "2", "0"),
    ]);
    const immunization = resourceOf(message, "Immunization");
    expect(immunization).toMatchObject({ status: "not-done", vaccineCode: { coding: [{ code: "998" }] } });
    expect(immunization).not.toHaveProperty("protocolApplied");
    expect(problemsIn(immunization)).toEqual([]);
    expect(resourceOf(message, "Observation")).toMatchObject({ valueQuantity: { value: 2 } });
  });

  it("that is none is the patient's own, though all of them have one number", () => {
    const [first, second] = [pid, pid.replace("42", "43")].map((of) => {
      const told = [
        of,
        "ORC|RE||9999^DCS",
        line("RXA", { 3: "20170509", 5: "998^^CVX", 6: "999", 20: "NA" }),
      ];
      return onlyOf(converted("RSP^K11", told), "Immunization").id;
    });
    expect(first).not.toBe(second);
  });

  it("that was not given is no dose, nor is the one that a forecast tells of", () => {
    expect(vaccinated({ 20: "NA" }, obx("30973-2", "NM", "2"))).not.toHaveProperty("protocolApplied");
    expect(vaccinated({}, ...due("7"))).not.toHaveProperty("protocolApplied");
    expect(vaccinated({}, obx("30973-2", "NM", "1", "6"), ...due("7"))).toMatchObject({
      protocolApplied: [{ doseNumberPositiveInt: 1 }],
    });
  });

  it("has what is observed of it as parts of it", () => {
    const message = converted("VXU^V04", [
      pid,
      orc,
      line("RXA", rxa),
      obx("31044-1", "CE", "39579001^Anaphylaxis^SCT"),
    ]);
    const { id } = onlyOf(message, "Immunization");
    expect(resourceOf(message, "Observation")).toMatchObject({
      partOf: [{ reference: `Immunization/${id}` }],
      valueCodeableConcept: { text: "Anaphylaxis" },
    });
  });

  it("is known by its order and what was given, in whatever message", () => {
    const [first, second] = ["VXU^V04", "RSP^K11"].map(
      (type) => onlyOf(converted(type, [pid, orc, line("RXA", rxa)]), "Immunization").id,
    );
    expect(first).toBe(second);
  });
});
