import { describe, expect, it } from "vitest";
import { initialsOf, roleName } from "./person-name";

describe("a person in the navigation", () => {
  it.each([
    ["Mara Lindqvist", "ML"],
    ["Ana Maria de Souza", "AS"],
    ["Cher", "C"],
    ["  ", ""],
    ["élodie 𝒜dams", "É𝒜"],
  ])("takes the initials of %j as %j", (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  it("reads a role as words", () => {
    expect(roleName("lab_staff")).toBe("Lab staff");
  });
});
