import { expect, it } from "vitest";
import { takeBack } from "./take-back";

const theirs = (data: object) => ({ data: { ...data }, theirs: true });
const ours = (data: object) => ({ data: { ...data }, theirs: false });

it("gives back what stood there before", () => {
  expect(takeBack([ours({ phone: null, sex: "female" }), theirs({ phone: "1", sex: "female" })])).toEqual({
    phone: null,
    sex: "female",
  });
});

it("takes their entries out of lists that others have added to since", () => {
  const versions = [
    ours({ ids: ["a"] }),
    theirs({ ids: ["b"] }),
    theirs({ ids: ["a", "b"] }),
    ours({ ids: ["a", "b", "c"] }),
  ];
  expect(takeBack(versions)).toEqual({ ids: ["a", "c"] });
});

it("leaves what was changed since, and what they took and brought again", () => {
  expect(takeBack([ours({ phone: "0" }), theirs({ phone: "1" }), ours({ phone: "2" })])).toEqual({
    phone: "2",
  });
  const again = [ours({ n: 0, m: 0 }), theirs({ n: 1, m: 0 }), ours({ n: 1, m: 5 }), theirs({ n: 2, m: 5 })];
  expect(takeBack(again)).toEqual({ n: 0, m: 5 });
});

it("leaves a record alone that they never touched", () => {
  expect(takeBack([ours({ n: 0 }), ours({ n: 1 })])).toEqual({ n: 1 });
});
