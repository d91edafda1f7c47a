import { expect, it } from "vitest";
import { parseMessage } from "../parse";
import {
  enveloped,
  linesOf,
  numbered,
  practitioner,
  practitionerWritten,
  toldPatientLine,
} from "../testing/told";
import { scheduleMessage } from "./schedule";

const appointment = {
  resourceType: "Appointment",
  identifier: [numbered("P1", "PLAC"), { value: "F1" }],
  status: "booked",
  serviceType: [{ coding: [{ code: "EYE", display: "Eye exam" }] }],
  appointmentType: {
    coding: [{ system: "http://terminology.hl7.org/CodeSystem/v2-0276", code: "FOLLOWUP" }],
  },
  reasonCode: [{ text: "Blurred sight" }],
  start: "2026-01-05T09:30:00-06:00",
  end: "2026-01-05T10:00:00-06:00",
  minutesDuration: 30,
  comment: "Brings glasses",
  basedOn: [{ type: "ServiceRequest", identifier: numbered("O1", "PLAC") }],
  participant: [
    { actor: { reference: "Patient/7" }, status: "accepted" },
    { actor: { reference: "Practitioner/p1" }, status: "tentative", type: [{ text: "Optometrist" }] },
    { actor: { reference: "Location/1", display: "Room 1" }, status: "accepted" },
    { actor: { display: "Phoropter" }, status: "accepted" },
    { actor: { display: "Front desk" }, type: [{ coding: [{ code: "filler-contact" }] }] },
  ],
};

it("tells of an appointment, and of who and what it needs", () => {
  const message = scheduleMessage({ ...enveloped, event: "S12", appointment, related: [practitioner] });
  const half = "30|min^minutes^UCUM";
  const at = "20260105093000-0600";
  expect(linesOf(message)).toEqual([
    `SCH|P1^^1.2.3^ISO|F1|||||^Blurred sight|FOLLOWUP^^HL70276|${half}|^^M30^${at}^20260105100000-0600|||||^Front desk|||||||||Booked|O1^^1.2.3^ISO`,
    "NTE|1||Brings glasses",
    toldPatientLine,
    "RGS|1|A",
    `AIS|1|A|EYE^Eye exam|${at}|||${half}||Booked`,
    `AIG|1|A|^Phoropter|||||${at}|||${half}||Booked`,
    `AIL|1|A|Room 1|||${at}|||${half}||Booked`,
    `AIP|1|A|${practitionerWritten}|^Optometrist||${at}|||${half}||Pending`,
  ]);
});

it.each([
  ["S13", "U"],
  ["S15", "X"],
  ["S22", "D"],
  ["S26", "X"],
] as const)("%s says %s of what the appointment needs", (event, action) => {
  const message = parseMessage(scheduleMessage({ ...enveloped, event, appointment }));
  expect(message.text("MSH-9.3")).toBe("SIU_S12");
  expect([message.text("RGS-2"), message.text("AIS-2")]).toEqual([action, action]);
});

it("says what is new of what a changed appointment needs, and what it needs no more", () => {
  const needs = (...names: string[]) => names.map((display) => ({ actor: { display }, status: "accepted" }));
  const now = {
    ...appointment,
    serviceType: [{ text: "Lens fitting" }],
    participant: needs("Room 2", "Lamp"),
  };
  const before = { ...appointment, participant: needs("Lamp", "Phoropter") };
  const message = parseMessage(scheduleMessage({ ...enveloped, event: "S14", appointment: now, before }));
  const said = message.segments.flatMap((segment) => {
    const { name } = segment;
    return ["AIS", "AIG"].includes(name) ? [[name, segment.text(2), segment.text(3, 2)]] : [];
  });
  expect(said).toEqual([
    ["AIS", "A", "Lens fitting"],
    ["AIS", "D", "Eye exam"],
    ["AIG", "A", "Room 2"],
    ["AIG", "U", "Lamp"],
    ["AIG", "D", "Phoropter"],
  ]);
});

it("says why it was cancelled, and deletes what is cleared", () => {
  const cancelled = {
    resourceType: "Appointment",
    identifier: [{ value: "F1" }],
    status: "cancelled",
    cancelationReason: { coding: [{ code: "pat", display: "Patient" }] },
  };
  const message = scheduleMessage({
    ...enveloped,
    event: "S15",
    appointment: cancelled,
    cleared: ["reasonCode"],
  });
  expect(linesOf(message)[0]).toBe('SCH||F1||||pat^Patient|""||||||||||||||||||Cancelled');
});
