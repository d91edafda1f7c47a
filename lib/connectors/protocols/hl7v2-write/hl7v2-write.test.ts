import { describe, expect, it } from "vitest";
import { receiverAt } from "./settings";
import { showsChange, toldChange } from "./told-change";

describe("the address of a receiver", () => {
  it.each([
    ["engine.clinic.example:6661", { host: "engine.clinic.example", port: 6661 }],
    ["10.20.0.7:2575", { host: "10.20.0.7", port: 2575 }],
    ["[fd00::7]:2575", { host: "fd00::7", port: 2575 }],
    ["https://clinic.example/hl7", { url: "https://clinic.example/hl7" }],
  ])("is read from %s", (address, receiver) => {
    expect(receiverAt(address)).toEqual(receiver);
  });

  it.each(["engine", "engine:0", "engine:70000", "https://", "a b:1", "fd00::7:2575", "engine:6661/x"])(
    "is not %s",
    (address) => {
      expect(receiverAt(address)).toBeUndefined();
    },
  );
});

describe("a change that was told", () => {
  const before = { resourceType: "Patient", gender: "female", birthDate: "1980-01-01" };
  const { changed, cleared } = toldChange(before, { resourceType: "Patient", gender: "male" });

  it("shows as soon as anything of it reads otherwise", () => {
    expect(showsChange(before, changed, { ...before, gender: "other" })).toBe(true);
  });

  it("does not show by what it does not say", () => {
    expect(showsChange(before, changed, { ...before, active: true })).toBe(false);
  });

  it("deletes what is no more", () => {
    expect(cleared).toEqual(["birthDate"]);
  });
});
