import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Json } from "../path";
import { mappingFunctions } from ".";

const all = [...mappingFunctions.values()];

function call(name: string, input: Json, args?: unknown): Json {
  const declared = mappingFunctions.get(name);
  if (declared === undefined) throw new Error(`There is no function ${name}`);
  return declared.bind(args)(input);
}

const refusal = (name: string, input: Json) => {
  try {
    return call(name, input);
  } catch (error) {
    return error;
  }
};

describe("the named functions", () => {
  it("are at least forty, each with a name of its own, and the contract's sixteen among them", () => {
    expect(mappingFunctions.size).toBeGreaterThanOrEqual(40);
    const sixteen =
      "date_to_iso date_from_iso date_to_unix trim lowercase uppercase capitalize normalize_phone format_phone_us " +
      "to_boolean to_number round normalize_gender json_parse json_stringify full_name";
    expect([...mappingFunctions.keys()]).toEqual(expect.arrayContaining(sixteen.split(" ")));
  });

  it.each(all)("$name does what its examples say", ({ name, examples }) => {
    expect(examples.length).toBeGreaterThan(0);
    for (const { input, args, output } of examples) expect(call(name, input, args)).toEqual(output);
  });

  it.each(all)("$name gives null for null", ({ name, examples }) => {
    expect(call(name, null, examples[0]?.args)).toBeNull();
  });

  it.each(all.filter(({ reversible }) => reversible))(
    "$name has an inverse that takes its results and its arguments",
    ({ inverse, examples }) => {
      for (const { args, output } of examples) expect(() => call(inverse ?? "", output, args)).not.toThrow();
    },
  );

  it.each(all)("$name describes its arguments for a form", ({ args }) => {
    expect(z.toJSONSchema(args, { io: "input" })).toMatchObject({ type: "object" });
  });

  it.each([
    ["date_to_iso", "secret 02/30/1980"],
    ["date_to_iso", "02/30/1980"],
    ["date_from_iso", "05/15/1980"],
    ["date_to_unix", { secret: 1 }],
    ["to_number", "secret"],
    ["to_number", "1,2,3"],
    ["to_number", "1e999"],
    ["to_boolean", "secret"],
    ["to_boolean", []],
    ["round", "secret"],
    ["json_parse", "{secret"],
    ["full_name", "secret"],
    ["normalize_phone", "call my secret"],
    ["uppercase", ["secret"]],
    ["base64_decode", "secret!"],
    ["gender_to_letter", "secret"],
  ])("%s refuses %j without repeating it", (name, input) => {
    const error = refusal(name, input);
    expect(error).toMatchObject({ code: "value_unfit", detail: expect.stringContaining(name) });
    expect(JSON.stringify(error)).not.toContain("secret");
  });

  it.each<[string, Json, unknown, Json]>([
    ["date_to_iso", "198005", {}, "1980-05"],
    ["date_to_iso", "1980", {}, "1980"],
    ["date_to_iso", "19800515103000", {}, "1980-05-15T10:30:00.000Z"],
    ["date_to_iso", "2000-02-29T10:30:00+02:00", {}, "2000-02-29T08:30:00.000Z"],
    ["normalize_phone", "1-555-123-4567", {}, "+15551234567"],
    ["round", -0.4, {}, 0],
    ["round", 1e21, { digits: 2 }, 1e21],
    ["round", 1e-9, { digits: 2 }, 0],
    ["capitalize", "élodie DE LA CRUZ", {}, "Élodie De La Cruz"],
  ])("%s of %j with %j gives %j", (name, input, args, output) => {
    expect(call(name, input, args)).toEqual(output);
  });

  it("refuse arguments that do not fit", () => {
    expect(() => call("round", 1, { digits: "many" })).toThrow(z.ZodError);
    expect(() => call("divide", 1, { factor: 0 })).toThrow(z.ZodError);
  });
});
