import fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson, contentHash } from "./index";

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, shuffled(item)]);
  return Object.fromEntries(entries.toReversed());
}

it("writes equal text for equal content, whatever the order of keys", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
    }),
  );
});

it("writes JSON that says the same", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(plain);
    }),
  );
});

it("leaves out keys that are named or undefined", () => {
  expect(canonicalJson({ b: 1, a: undefined, c: { b: 2 } }, { without: ["b"] })).toBe('{"c":{"b":2}}');
});

const patient = { resourceType: "Patient", id: "1", name: [{ family: "Doe" }] };

it("hashes the same when only version, time, source or generated narrative differ", () => {
  const touched = {
    ...patient,
    meta: { versionId: "2", lastUpdated: "2026-01-01T00:00:00Z", source: "#a" },
    text: { status: "generated", div: "<div>anew</div>" },
  };
  expect(contentHash(touched)).toEqual(contentHash(patient));
});

it.each([
  { ...patient, name: [{ family: "Dow" }] },
  { ...patient, meta: { security: [{ code: "R" }] } },
  { ...patient, text: { status: "additional", div: "<div>by hand</div>" } },
  { ...patient, extension: [{ url: "urn:x", valueBoolean: true }] },
])("hashes differently when content differs", (changed) => {
  expect(contentHash(changed)).not.toEqual(contentHash(patient));
});
