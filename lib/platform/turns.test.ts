import { expect, it } from "vitest";
import { mapInTurns } from "./turns";

function busy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

it("maps every item in order", async () => {
  expect(await mapInTurns([1, 2, 3], (n) => n * 2)).toEqual([2, 4, 6]);
});

it("lets others have their turn before it is done", async () => {
  const order: string[] = [];
  const mapping = mapInTurns(["a", "b", "c"], (item) => {
    busy(6);
    order.push(item);
  });
  setImmediate(() => order.push("other"));
  await mapping;
  expect(order.indexOf("other")).toBeLessThan(order.indexOf("c"));
});

it("fails with the item that fails", async () => {
  const mapping = mapInTurns([1, 2], (n) => {
    if (n === 2) throw new Error("two");
  });
  await expect(mapping).rejects.toThrow("two");
});
