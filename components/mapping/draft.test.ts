import { describe, expect, it } from "vitest";
import type { FieldMapping } from "@/lib/mapping/schema";
import { draftOf, emptyField, gapsOf, mappingsOf, moved, remarkAt, remarksByField, saySame } from "./draft";

const plain: FieldMapping = {
  localField: "gender",
  remoteField: "$.gender",
  required: false,
  direction: "both",
};

describe("a mapping while it is edited", () => {
  it("spells shorthand out and says the same as before", () => {
    const [field] = draftOf([{ ...plain, transform: "trim" }]);
    expect(field?.steps).toEqual([{ kind: "function", name: "trim" }]);
    expect(mappingsOf(draftOf([plain]))).toEqual([plain]);
    expect(
      saySame(
        [{ ...plain, transform: "trim" }],
        [{ ...plain, transform: [{ kind: "function", name: "trim" }] }],
      ),
    ).toBe(true);
    expect(saySame([{ ...plain, transform: "trim" }], [plain])).toBe(false);
  });

  it("moves an entry by one place and never out of the list", () => {
    expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b", "c"], 2, 1)).toEqual(["a", "b", "c"]);
    expect(moved(["a", "b", "c"], 0, -1)).toEqual(["a", "b", "c"]);
  });

  it("says what is not filled in, step by step", () => {
    expect(gapsOf(emptyField()).map(({ place }) => place)).toEqual(["localField", "remoteField"]);
    const [field] = draftOf([plain]);
    expect(field && gapsOf(field)).toEqual([]);
    const steps = [{ kind: "function", name: "trim" } as const, { kind: "function", name: "" } as const];
    expect(field && gapsOf({ ...field, steps }).map(({ place }) => place)).toEqual(["transform[1]"]);
  });

  it("puts what the server says beside the field it was said of, also when others were left out", () => {
    const [first, second, third] = draftOf([plain, plain, plain]);
    const sent = [first, third].flatMap((field) => field ?? []);
    const remarks = remarksByField(
      [
        { path: "mapping[1].remoteField", message: "“$.a[” goes wrong at position 5." },
        { path: "[0].transform[2]", message: "No such function." },
        { path: "mapping", message: "Of none." },
      ],
      sent,
    );
    expect([...remarks.keys()].toSorted()).toEqual([first?.id, third?.id].toSorted());
    expect(remarkAt(remarks.get(third?.id ?? "") ?? [], "remoteField")).toContain("position 5");
    expect(remarkAt(remarks.get(first?.id ?? "") ?? [], "transform[2]")).toBe("No such function.");
    expect(remarks.has(second?.id ?? "")).toBe(false);
  });
});
