import { describe, expect, it } from "vitest";
import { shared } from "@/lib/platform/container";
import { applyPull } from "../apply";
import { compileMapping } from "../compile";
import type { Json } from "../path";
import type { ThreadPool } from "./pool";

function withCode(code: string) {
  return compileMapping([{ localField: "out", remoteField: "in", transform: { kind: "custom", code } }]);
}

function pull(code: string, values: readonly Json[]) {
  return applyPull(
    withCode(code),
    values.map((value) => ({ resource: { in: value }, record: { kept: true } })),
  );
}

/** Long steps of the engine, between which it would be asked too seldom whether it may go on. */
const endless =
  "if (value !== 'endless') return value; const text = 'a'.repeat(4e6); for (let n = 0; n < 9000; n++) text.indexOf('ab')";

describe("code of people", () => {
  it("maps a page of a thousand records and keeps their order", async () => {
    const values = Array.from({ length: 1_000 }, (_, n) => n);
    const outcomes = await pull("return value * 2", values);
    expect(outcomes.map(({ output }) => output)).toEqual(
      values.map((value) => ({ kept: true, out: value * 2 })),
    );
  });

  it("says of each record why its code failed, and maps the others", async () => {
    const code = "if (value === 'loop') while (true); if (value === 'host') process.exit(); return value";
    const outcomes = await pull(code, ["a", "loop", "host", "b"]);
    expect(outcomes.map(({ errors }) => errors.map(({ message }) => message))).toEqual([
      [],
      ["Code may run for 100 milliseconds."],
      ["Code may use its value and source only."],
      [],
    ]);
  });

  it("is not tried on every record of a page when it never ends", async () => {
    const begin = performance.now();
    const outcomes = await pull("while (true);", new Array(100).fill(1));
    expect(outcomes.every(({ errors }) => errors.length === 1)).toBe(true);
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  it("is ended with its thread when nothing else stops it, and only its record fails", async () => {
    const outcomes = await pull(endless, ["a", "endless", "b"]);
    expect(outcomes).toEqual([
      { output: { kept: true, out: "a" }, steps: [], errors: [] },
      {
        output: { kept: true },
        steps: [],
        errors: [{ path: "", message: expect.stringContaining("was ended"), required: true }],
      },
      { output: { kept: true, out: "b" }, steps: [], errors: [] },
    ]);
  });

  it("sees nothing of the process, not even its environment", async () => {
    const [outcome] = await pull("return Object.keys(globalThis).length + typeof globalThis.env", [1]);
    expect(outcome?.output).toEqual({ kept: true, out: expect.stringMatching(/^\d+undefined$/) });
  });
});

describe("a mapping without code", () => {
  it("starts no thread", async () => {
    const counted = shared<ThreadPool | undefined>("mapping.threads", () => undefined);
    const mapping = compileMapping([{ localField: "out", remoteField: "in", transform: ["trim"] }]);
    await applyPull(mapping, [{ resource: { in: " a " }, record: {} }]);
    expect(shared<ThreadPool | undefined>("mapping.threads", () => undefined)).toBe(counted);
  });
});
