import { describe, expect, it } from "vitest";
import { previewFields } from "./preview-groups";

const step = (localField: string, kind: string, error?: string) => ({
  localField,
  remoteField: `$.${localField}`,
  kind,
  before: "a",
  after: error ? null : "b",
  error,
});

const preview = {
  input: {},
  output: {},
  steps: [step("gender", "function"), step("gender", "lookup", "No row"), step("active", "direct")],
  errors: [
    { path: "gender", message: "No row" },
    { path: "names[0].family", message: "Missing" },
  ],
};

describe("a preview by its fields", () => {
  it("puts the steps of a field together, with why it was refused", () => {
    const { fields } = previewFields(preview, "pull");
    expect(fields.map(({ localField, steps }) => [localField, steps.length])).toEqual([
      ["gender", 2],
      ["active", 1],
    ]);
    expect(fields.map(({ refusals }) => refusals)).toEqual([["No row"], []]);
  });

  it("keeps what is refused beside the fields, as by the record's own schema", () => {
    expect(previewFields(preview, "pull").others).toEqual([{ path: "names[0].family", message: "Missing" }]);
  });

  it("looks for refusals on the other side on push", () => {
    const refused = { ...preview, errors: [{ path: "$.active", message: "Blocked" }] };
    expect(previewFields(refused, "push").fields.map(({ refusals }) => refusals)).toEqual([[], ["Blocked"]]);
  });
});
