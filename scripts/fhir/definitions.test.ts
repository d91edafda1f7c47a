import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { compactDefinitions } from "./definitions";

test("validation knows FHIR as the package of definitions has it: npm run fhir:definitions", async () => {
  expect((await readFile("lib/fhir/validate/r4.json", "utf8")) === (await compactDefinitions())).toBe(true);
});
