import { describe, expect, it } from "vitest";
import { signInSentence } from "./sign-in-errors";

describe("a refused sign-in", () => {
  it("says what to do next", () => {
    expect(signInSentence("too_many_sign_ins")).toContain("Wait some minutes");
  });

  it("repeats nothing that stands in the address", () => {
    expect(signInSentence("<script>alert(1)</script>")).toBe(signInSentence("anything"));
    expect(signInSentence("constructor")).toBe(signInSentence("anything"));
  });
});
