import { expect, test } from "vitest";
import { uuidIds } from "@/sandbox/fhir/uuid-ids";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;

test.each([1, 25, 50_000])("are UUIDs in order of the rank they lead back to (%s)", (count) => {
  const ids = uuidIds(1, "type", count);
  const all = Array.from({ length: count }, (_, rank) => ids.at(rank));
  expect(all.filter((id) => !uuid.test(id))).toEqual([]);
  expect(all.toSorted()).toEqual(all);
  expect(all.map((id) => ids.rankOf(id))).toEqual(all.map((_, rank) => rank));
});

test("may bear prefixes, without which they lead nowhere", () => {
  const ids = uuidIds(1, "type", 10, (rank) => (rank < 5 ? "LA." : "VS."));
  expect([ids.at(4).slice(0, 3), ids.at(5).slice(0, 3)]).toEqual(["LA.", "VS."]);
  expect(ids.rankOf(ids.at(7))).toBe(7);
  expect(ids.rankOf(ids.at(7).slice(3))).toBeUndefined();
});

test("of another kind, and what is no id, lead nowhere", () => {
  const ids = uuidIds(1, "type", 10);
  for (const id of [uuidIds(1, "other", 10).at(3), "", "0218f2d0"]) expect(ids.rankOf(id)).toBeUndefined();
});
