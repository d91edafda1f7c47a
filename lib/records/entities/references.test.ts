import { expect, it } from "vitest";
import { fillReference, mapReferences, patchRecord, referencedIds, referenceFields } from "../schema";

const ids = ["019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-8000-000000000002"] as const;

const encounter = patchRecord("encounters", null, {
  patientId: ids[0],
  appointmentIds: [null, ids[1]],
  participants: [{ name: "A" }, { practitionerId: ids[1] }],
});

it("names each place that may point at another record, and what it points at", () => {
  const places: unknown[] = [];
  const same = mapReferences("encounters", encounter, (target, id, path) => {
    places.push([path, target, id]);
    return id;
  });
  expect(same).toEqual(encounter);
  expect(places).toEqual([
    ["patientId", "patients", ids[0]],
    ["appointmentIds[0]", "appointments", null],
    ["appointmentIds[1]", "appointments", ids[1]],
    ["participants[0].practitionerId", "practitioners", null],
    ["participants[1].practitionerId", "practitioners", ids[1]],
  ]);
});

it.each(["patientId", "appointmentIds[1]", "appointmentIds[7]", "participants[1].practitionerId", "unknown"])(
  "leaves %s as it is when it is taken or gone",
  (path) => expect(fillReference("encounters", encounter, path, ids[0])).toEqual(encounter),
);

it("fills an empty place and no other", () => {
  const filled = fillReference("encounters", encounter, "participants[0].practitionerId", ids[0]);
  expect(filled).toEqual(
    patchRecord("encounters", encounter, {
      participants: [{ name: "A", practitionerId: ids[0] }, { practitionerId: ids[1] }],
    }),
  );
});

it("knows the patient of every entity that has one", () => {
  for (const [entity, fields] of Object.entries(referenceFields)) {
    const whole = entity === "patients" || entity === "practitioners" || entity === "medications";
    expect("patientId" in fields).toBe(!whole);
  }
});

it("lists the records that are pointed at, each once", () => {
  expect(referencedIds("encounters", encounter)).toEqual([...ids]);
});
