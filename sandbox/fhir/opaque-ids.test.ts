import { expect, test } from "vitest";
import { OpaqueIds, opaqueIdFor } from "@/sandbox/fhir/opaque-ids";

test("gives ids that grow with the rank and lead back to it", () => {
  const ids = new OpaqueIds(7, "test", 1_000_000, 24);
  const ranks = [0, 1, 2, 499_999, 500_000, 999_998, 999_999];
  const texts = ranks.map((rank) => ids.at(rank));
  expect([...texts].sort()).toEqual(texts);
  expect(texts.map((id) => ids.rankOf(id))).toEqual(ranks);
});

test("knows the ids that are not its own", () => {
  const ids = new OpaqueIds(7, "test", 10, 24);
  const others = new OpaqueIds(8, "test", 10, 24);
  expect(ids.rankOf(others.at(3))).toBeUndefined();
  expect(ids.rankOf("e")).toBeUndefined();
  expect(ids.rankOf("eäöü?!§aaaaaaaaaaaaaaaaa3")).toBeUndefined();
});

test("makes ids of the length asked for, the same for the same name", () => {
  expect(opaqueIdFor("Patient", "85", 84)).toMatch(/^e[\w-]{82}3$/);
  expect(opaqueIdFor("Patient", "85", 24)).toBe(opaqueIdFor("Patient", "85", 24));
  expect(opaqueIdFor("Patient", "86", 24)).not.toBe(opaqueIdFor("Patient", "85", 24));
});
