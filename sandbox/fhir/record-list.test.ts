import { expect, test } from "vitest";
import type { GeneratedRecords } from "@/sandbox/fhir/population";
import { RecordList } from "@/sandbox/fhir/record-list";

const generated: GeneratedRecords = {
  count: 5,
  idAt: (rank) => `g${rank}`,
  rankOf: (id) => (/^g[0-4]$/.test(id) ? Number(id.slice(1)) : undefined),
  textAt: (rank) => `generated ${rank}`,
};

function idsFrom(list: RecordList, offset: number): string[] {
  return [...list.from(offset)].map(({ id }) => id);
}

function changed(): RecordList {
  const list = new RecordList(generated);
  for (const id of ["a", "g1a", "g1b", "z", "g3"]) list.put(id, `own ${id}`);
  for (const id of ["g0", "g4", "g1b"]) list.drop(id);
  return list;
}

test("lists generated and overlaid records in order of id, without the dropped ones", () => {
  expect(idsFrom(changed(), 0)).toEqual(["a", "g1", "g1a", "g2", "g3", "z"]);
  expect(changed().total).toBe(6);
});

test("begins at any offset with the record that the whole listing has there", () => {
  const whole = idsFrom(changed(), 0);
  for (let offset = 0; offset <= whole.length + 1; offset++) {
    expect(idsFrom(changed(), offset)).toEqual(whole.slice(offset));
  }
});

test("serves the overlaid text, and nothing for a dropped record", () => {
  expect(changed().text("g3")).toBe("own g3");
  expect(changed().text("g2")).toBe("generated 2");
  expect(changed().text("g4")).toBeUndefined();
});

test("a copy does not see later changes", () => {
  const list = changed();
  const copy = list.copy();
  list.put("new", "own new");
  list.drop("g2");
  expect(idsFrom(copy, 0)).toEqual(["a", "g1", "g1a", "g2", "g3", "z"]);
  expect(copy.text("g2")).toBe("generated 2");
});

test("lists overlaid records where nothing is generated", () => {
  const list = new RecordList({ ...generated, count: 0, rankOf: () => undefined });
  list.put("b", "own b");
  list.put("a", "own a");
  expect(idsFrom(list, 0)).toEqual(["a", "b"]);
  expect(idsFrom(list, 1)).toEqual(["b"]);
});
