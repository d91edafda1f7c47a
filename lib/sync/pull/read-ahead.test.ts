import { expect, it } from "vitest";
import { readAhead } from "./read-ahead";

const never = () => false;
const twice = async (n: number) => n * 2;

/** Yields the numbers up to `end` and notes what happens to it. */
async function* numbers(end: number, log: string[]): AsyncGenerator<number> {
  try {
    for (let n = 1; n <= end; n++) {
      log.push(`read ${n}`);
      yield n;
    }
    log.push("done");
  } finally {
    log.push("closed");
  }
}

it("yields every value prepared and in order", async () => {
  expect(await Array.fromAsync(readAhead(numbers(4, []), twice, never))).toEqual([2, 4, 6, 8]);
});

it("reads the next value while the work on one goes on, and no more", async () => {
  const log: string[] = [];
  const values = readAhead(numbers(5, log), twice, never);
  await values.next();
  await expect.poll(() => log).toEqual(["read 1", "read 2"]);
  await values.return(undefined);
});

it("closes the source when the work stops early", async () => {
  const log: string[] = [];
  for await (const _value of readAhead(numbers(5, log), twice, never)) break;
  expect(log).toEqual(["read 1", "read 2", "closed"]);
});

it("lets a source finish only after the work on its last value", async () => {
  const log: string[] = [];
  for await (const value of readAhead(numbers(2, log), twice, (n) => n === 2)) log.push(`worked ${value}`);
  expect(log).toEqual(["read 1", "read 2", "worked 2", "worked 4", "done", "closed"]);
});

it("fails after the values that came before the failure", async () => {
  const log: string[] = [];
  const failing = async (n: number) => {
    if (n === 2) throw new Error("two");
    return n;
  };
  const work = async () => {
    for await (const value of readAhead(numbers(3, log), failing, never)) log.push(`worked ${value}`);
  };
  await expect(work()).rejects.toThrow("two");
  expect(log).toEqual(["read 1", "read 2", "worked 1", "closed"]);
});
