import { describe, expect, it } from "vitest";
import { jsonOfText, textOfJson } from "./json-text";

describe("a JSON value in one line", () => {
  it.each([
    ["female", "female"],
    ["5", 5],
    ['"5"', "5"],
    ["true", true],
    ["null", null],
    ['{"code":"F"}', { code: "F" }],
    ["", ""],
  ])("reads %s as what it says, and writes it so again", (text, value) => {
    expect(jsonOfText(text)).toEqual(value);
    expect(textOfJson(value)).toBe(text);
  });

  it("takes what is not JSON yet as text, so that nothing is lost while it is typed", () => {
    expect(jsonOfText('{"code":')).toBe('{"code":');
  });
});
