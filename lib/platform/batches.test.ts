import { expect, it } from "vitest";
import { inBatches } from "./batches";

it("does together what is asked for while a batch runs, each with its own answer", async () => {
  const batches: number[][] = [];
  const double = inBatches<number, number>(async (items) => {
    batches.push([...items]);
    return items.map((item) => item * 2);
  }, 3);
  expect(await Promise.all([1, 2, 3, 4, 5].map(double))).toEqual([2, 4, 6, 8, 10]);
  expect(batches).toEqual([[1], [2, 3, 4], [5]]);
});

it("refuses only what fails alone, and goes on", async () => {
  const run = inBatches<number, number>(async (items) => {
    if (items.includes(3)) throw new Error("not three");
    return items;
  }, 10);
  const settled = await Promise.allSettled([1, 2, 3, 4].map(run));
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(await run(5)).toBe(5);
});
