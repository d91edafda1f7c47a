import { expect, it } from "vitest";
import { webhookEventTypes } from "@/lib/webhooks/schema";
import { eventFamilies, eventsWord, isChosen, toggleEvent } from "./event-choice";

it("shows each type once, under what it tells of", () => {
  expect(eventFamilies.flatMap(({ types }) => types).sort()).toEqual([...webhookEventTypes].sort());
  expect(eventFamilies[0]).toMatchObject({ pattern: "patient.*", label: "Patients" });
  expect(eventFamilies.map(({ label }) => label)).toContain("Diagnostic reports");
});

it("takes and leaves a type", () => {
  expect(toggleEvent([], "patient.created")).toEqual(["patient.created"]);
  expect(toggleEvent(["sync.failed", "patient.created"], "patient.created")).toEqual(["sync.failed"]);
});

it("takes a family in place of its types, and leaves it whole", () => {
  expect(toggleEvent(["patient.created", "sync.failed"], "patient.*")).toEqual(["sync.failed", "patient.*"]);
  expect(toggleEvent(["patient.*"], "patient.*")).toEqual([]);
});

it("keeps the rest of a family of which one type is left", () => {
  expect(toggleEvent(["patient.*"], "patient.deleted")).toEqual(["patient.created", "patient.updated"]);
});

it("counts what is heard of, however it was chosen", () => {
  expect(eventsWord(["*"])).toBe("All");
  expect(eventsWord(["patient.*", "sync.failed", "patient.created"])).toBe("4 of 15");
  expect(eventsWord(["resource.diagnostic_reports"])).toBe("diagnostic reports");
  expect(isChosen(["*"], "sync.failed")).toBe(true);
});
