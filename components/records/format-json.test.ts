import { describe, expect, it } from "vitest";
import { formatJson } from "./format-json";

describe("raw JSON", () => {
  it("is laid out as JSON.stringify does", () => {
    const resource = {
      id: "a:b",
      name: [{ given: ['O"Brien', "x,y"], empty: [], none: {} }],
      n: -1.5e3,
      t: null,
    };
    expect(formatJson(JSON.stringify(resource))).toBe(JSON.stringify(resource, null, 2));
  });

  it("keeps digits that parsing would lose", () => {
    expect(formatJson('{"value":1.10,"big":12345678901234567890}')).toBe(
      '{\n  "value": 1.10,\n  "big": 12345678901234567890\n}',
    );
  });

  it("leaves other text alone", () => {
    expect(formatJson("MSH|^~\\&|A,B")).toBe("MSH|^~\\&|A,B");
  });
});
