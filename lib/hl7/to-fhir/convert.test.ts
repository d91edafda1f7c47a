import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseBatch } from "../parse";
import { problemsIn } from "../testing/fhir-problems";
import { bundleOf } from "./bundle";
import { convertMessage } from "./convert";

const sender = { timeZone: "America/Chicago" };
const fixtures = join(import.meta.dirname, "..", "fixtures");
const samples = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".hl7"),
);
const messagesOf = (name: string) => parseBatch(readFileSync(join(fixtures, name), "utf8")).messages;

function referencesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    name === "reference" && typeof part === "string" ? [part] : referencesIn(part),
  );
}

describe.each(samples)("%s", (name) => {
  it("becomes resources that FHIR calls valid, and whose references stand before them", () => {
    for (const message of messagesOf(name)) {
      const { resources } = convertMessage(message, sender);
      const before = new Set<string>();
      for (const { resource, resourceType, id } of resources) {
        expect(problemsIn(resource)).toEqual([]);
        expect(referencesIn(resource).filter((reference) => !before.has(reference))).toEqual([]);
        before.add(`${resourceType}/${id}`);
      }
      const bundle = bundleOf(convertMessage(message, sender), { type: "message", base: "urn:x" });
      expect(problemsIn(bundle)).toEqual([]);
    }
  });
});
