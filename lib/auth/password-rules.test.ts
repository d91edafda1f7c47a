import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertStrongPassword } from "./password-rules";

const person = { email: "mara.lindqvist@northgate.example", name: "Mara Lindqvist" };

function refusal(password: string): unknown {
  try {
    assertStrongPassword(password, person);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("a password", () => {
  it.each([
    "short7!",
    "password",
    "Passw0rd!",
    "P@ssw0rd2026",
    "Welcome123",
    "12345678",
    "87654321",
    "qwertyuiop",
    "qazwsxedc",
    "aaaaaaaaaa",
    "abcabcabc",
    "carelane2026",
    "Lindqvist1985",
    "mara.lindqvist",
  ])("such as %s is refused", (password) => {
    expect(refusal(password)).toMatchObject({ code: "password_weak", errors: [{ path: "password" }] });
  });

  it.each([
    "correct horse battery staple",
    "zweiundvierzig Bäume im Wind",
    "kT4-vhq-92x",
    "жёлтый трамвай едет",
    "Lindqvist kocht heute Suppe",
    "x".repeat(3).concat("-Quarzuhr-").repeat(10),
  ])("such as %s is taken", (password) => {
    expect(refusal(password)).toBeUndefined();
  });

  it("is never refused for a kind of character it lacks", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."bdghkmtvz"), minLength: 16, maxLength: 64 });
    fc.assert(fc.property(letters, (text) => new Set(text).size < 6 || refusal(text) === undefined));
  });

  it("is judged in a moment, however it is built", () => {
    const start = performance.now();
    for (const text of ["a", "ab", "abc1", "0", " "]) refusal(text.repeat(250 / text.length));
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
