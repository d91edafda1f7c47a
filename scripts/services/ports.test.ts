import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assertPortFree, freePort } from "./ports";

const other = createServer();
let taken: number;

beforeEach(async () => {
  taken = await freePort();
  await new Promise<void>((resolve) => other.listen(taken, "127.0.0.1", resolve));
});
afterEach(() => new Promise((resolve) => other.close(resolve)));

describe("a port that is wished for", () => {
  it("is taken when it is free", async () => {
    const free = await freePort();
    await assertPortFree(free);
    expect(await freePort(free)).toBe(free);
  });

  it("is refused in one sentence with another one to take, when a program listens there", async () => {
    await expect(assertPortFree(taken)).rejects.toThrow(
      /^Port \d+ is in use\. Stop what listens there, or choose another one: npm run demo -- --port \d+$/,
    );
  });

  it("gives way to any free one where it does not matter", async () => {
    expect(await freePort(taken)).not.toBe(taken);
  });
});
