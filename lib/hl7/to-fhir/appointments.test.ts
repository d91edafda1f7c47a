import { expect, it } from "vitest";
import { converted, line, onlyOf, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";

const pid = "PID|1||42^^^NG^MR||Hara^Ada||19870912|F";
const sch = (fields = {}) =>
  line("SCH", {
    1: "P1^NG",
    2: "F1^NG",
    7: "CHECKUP^Eye exam",
    8: "NORMAL",
    9: "30",
    10: "min",
    11: "^^30^20260106090000^20260106093000",
    25: "Booked",
    ...fields,
  });
const resources = [
  "RGS|1",
  "AIS|1||92014^Eye exam^C4|20260106090000|||30|min",
  "NTE|1||bring glasses",
  "AIP|1||1234567893^Berg^Nora|OPH^Ophthalmologist||20260106090000|||30|min",
  "AIL|1||3W^12^^NG",
  "AIG|1||SLIT1^Slit lamp^L",
];

it.each([
  ["S12", "booked", "Booked"],
  ["S13", "booked", "Booked"],
  ["S14", "pending", "Pending"],
  ["S15", "cancelled", "Booked"],
  ["S16", "cancelled", "Booked"],
  ["S17", "entered-in-error", "Booked"],
  ["S18", "booked", ""],
  ["S26", "noshow", "Booked"],
  ["S14", "fulfilled", "Complete"],
])("%s leaves an appointment %s", (event, status, said) => {
  const appointment = onlyOf(
    converted(`SIU^${event}`, [sch({ 25: said }), pid, ...resources]),
    "Appointment",
  );
  expect(appointment).toMatchObject({ isDeleted: event === "S17", resource: { status } });
  expect(problemsIn(appointment.resource)).toEqual([]);
});

it("says when it is, for whom, with whom, where and why", () => {
  const message = converted("SIU^S12", [sch(), pid, ...resources]);
  const of = (type: string) => ({ actor: { reference: `${type}/${onlyOf(message, type).id}` } });
  expect(resourceOf(message, "Appointment")).toMatchObject({
    identifier: [{ value: "P1" }, { value: "F1" }],
    start: "2026-01-06T09:00:00-06:00",
    end: "2026-01-06T09:30:00-06:00",
    minutesDuration: 30,
    serviceType: [{ text: "Eye exam" }],
    comment: "bring glasses",
    participant: [
      of("Patient"),
      {
        ...of("Practitioner"),
        type: [{ text: "Ophthalmologist" }],
        period: { end: "2026-01-06T09:30:00-06:00" },
      },
      { actor: {} },
      of("Device"),
    ],
  });
});

it("is the same appointment in every message about it", () => {
  const [first, second] = ["S12", "S15"].map(
    (event) => onlyOf(converted(`SIU^${event}`, [sch(), pid]), "Appointment").id,
  );
  expect(first).toBe(second);
});

it("ends by its length where no end is said, and leaves out who is taken away", () => {
  const short = sch({ 11: "^^30^20260106090000" });
  const message = converted("SIU^S14", [short, pid, "RGS|1", "AIP|1|D|1234567893^Berg^Nora"]);
  expect(resourceOf(message, "Appointment")).toMatchObject({ end: "2026-01-06T09:30:00-06:00" });
  expect(resourceOf(message, "Appointment").participant).toHaveLength(1);
});

it("is valid though nobody says when it is, or for whom", () => {
  const appointment = resourceOf(converted("SIU^S12", ["SCH|P1"]), "Appointment");
  expect(problemsIn(appointment)).toEqual([]);
});

it("needs somebody as something, though nobody knows yet who", () => {
  const message = converted("SIU^S12", [
    "SCH|A1||||||||30|min|^^^20260106090000",
    pid,
    "RGS|1",
    "AIP|1|||CRNA^Nurse",
  ]);
  expect(resourceOf(message, "Appointment").participant).toContainEqual({
    type: [{ coding: [{ code: "CRNA", display: "Nurse" }], text: "Nurse" }],
    status: "needs-action",
  });
});

it.each([
  [{ 9: "1800", 10: "" }, 30, ["SCH-9"]],
  [{ 9: "15", 10: "" }, 30, ["SCH-9"]],
  [{ 9: "45", 10: "min" }, 30, ["SCH-9"]],
  [{ 9: "15", 10: "min" }, 15, []],
  [{ 9: "1800", 10: "s" }, 30, []],
  [{ 9: "30", 10: "" }, 30, []],
  [{ 9: "1", 10: "h", 11: "^^^20260106090000" }, 60, []],
])("takes no longer than from its start to its end: %j", (fields, minutesDuration, problems) => {
  const message = converted("SIU^S12", [sch(fields), pid]);
  expect(resourceOf(message, "Appointment")).toMatchObject({ minutesDuration });
  expect(message.problems.map(({ path }) => path)).toEqual(problems);
});

it.each([
  ["1800|", "2026-01-06T09:30:00-06:00", ["AIL-9"]],
  ["45|min", "2026-01-06T09:45:00-06:00", []],
  ["15|", "2026-01-06T09:15:00-06:00", []],
])("needs a room no longer than it takes, unless that is said with a unit: %s", (lasting, end, problems) => {
  const message = converted("SIU^S12", [sch(), pid, `AIL|1||3W^12^^NG|||20260106090000|||${lasting}`]);
  const { participant } = resourceOf(message, "Appointment");
  expect(participant).toContainEqual(expect.objectContaining({ period: expect.objectContaining({ end }) }));
  expect(message.problems.map(({ path }) => path)).toEqual(problems);
});
