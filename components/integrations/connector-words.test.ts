import { describe, expect, it } from "vitest";
import { extentWords, scopesFor, writeWords } from "./connector-words";

const port = {
  entity: "patients",
  remoteEntity: "Patient",
  directions: ["pull", "push", "bidirectional"],
  strategies: [],
  write: { create: true, update: false, delete: false, via: "fhir" },
  changeDetection: "hash",
  scopes: { pull: ["patient.read", "open"], push: ["patient.write"] },
} as const;
const patients = {
  ...port,
  directions: [...port.directions],
  strategies: [],
  scopes: { pull: [...port.scopes.pull], push: [...port.scopes.push] },
};
const readOnly = {
  ...patients,
  entity: "conditions" as const,
  directions: ["pull" as const],
  write: { create: false, update: false, delete: false, via: null },
  scopes: { pull: ["condition.read", "open"], push: [] },
};

describe("a connector in words", () => {
  it("says what the system takes, verb by verb", () => {
    expect(writeWords(patients, "Riverbend")).toBe("Riverbend takes new ones, but no changes or deletions.");
    const all = { create: true, update: true, delete: true, via: "hl7v2" } as const;
    expect(writeWords({ ...patients, write: all }, "Riverbend")).toBe(
      "Riverbend takes new ones, changes and deletions over HL7 v2.",
    );
    const changes = { ...patients.write, update: true, messages: ["update" as const] };
    expect(writeWords({ ...patients, write: changes }, "Riverbend")).toBe(
      "Riverbend takes new ones and changes over HL7 v2, but no deletions.",
    );
    expect(writeWords(readOnly, "Riverbend")).toBe(
      "Riverbend takes no conditions from outside, so they only come in.",
    );
  });

  it("says what waits for the address of messages", () => {
    const changes = { ...patients.write, update: true, messages: ["update" as const] };
    expect(writeWords({ ...patients, write: changes }, "Riverbend", false)).toBe(
      "Riverbend takes new ones, but no changes or deletions. Set its HL7 v2 address to send changes.",
    );
    const all = { create: true, update: true, delete: false, via: "hl7v2" as const };
    const messages = ["create" as const, "update" as const];
    expect(writeWords({ ...patients, write: { ...all, messages } }, "Riverbend", false)).toBe(
      "They are only read as yet. Set its HL7 v2 address to send new ones and changes.",
    );
    const unseen = { ...patients, directions: ["push" as const], write: { ...all, messages } };
    expect(writeWords(unseen, "Riverbend", false)).toBe(
      "They stay here as yet. Set its HL7 v2 address to send new ones and changes.",
    );
  });

  it("counts what it reads and writes", () => {
    expect(extentWords({ canBePulled: true, supportedEntities: [patients, readOnly] })).toBe(
      "Reads 2, writes 1 kinds of records",
    );
    const supportedEntities = [readOnly];
    expect(extentWords({ canBePulled: true, supportedEntities })).toBe("Reads 1 kind of records");
    expect(extentWords({ canBePulled: false, supportedEntities })).toBe("Tells of 1 kind of records");
  });

  it("asks for what the chosen entities and directions need, and for nothing twice", () => {
    const connector = { supportedEntities: [patients, readOnly], realTimeScopes: ["told", "open"] };
    const choose = (direction: "pull" | "push" | "bidirectional", conditions: boolean, isRealTime = false) =>
      scopesFor(
        connector,
        [
          { localEntity: "patients", enabled: true, direction },
          { localEntity: "conditions", enabled: conditions, direction: "pull" },
        ],
        isRealTime,
      );
    expect(choose("pull", true)).toEqual(["patient.read", "open", "condition.read"]);
    expect(choose("push", false)).toEqual(["patient.write"]);
    expect(choose("bidirectional", false)).toEqual(["patient.read", "open", "patient.write"]);
    expect(choose("pull", false, true)).toEqual(["patient.read", "open", "told"]);
  });
});
