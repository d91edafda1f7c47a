import { beforeAll, describe, expect, it } from "vitest";
import { conditionOf } from "./condition";
import { runCustomCode } from "./custom-code";
import { assertCustomCode, assertJsonata } from "./grammar";
import { evaluateJsonata } from "./jsonata";
import { loadEngine, Sandbox, timeLimitMs } from "./sandbox";

let engine: Awaited<ReturnType<typeof loadEngine>>;
beforeAll(async () => {
  engine = await loadEngine();
});

const source = { resourceType: "Patient", name: [{ family: "Doe" }] };
const custom = (code: string, value: unknown = "secret") =>
  runCustomCode(engine, code, JSON.parse(JSON.stringify(value)), source);
const expression = (code: string, value: unknown = "secret") =>
  evaluateJsonata(engine, code, JSON.parse(JSON.stringify(value)), source);

function refusal(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("custom code", () => {
  it("makes a new value of the value and its source", () => {
    expect(custom("return value.toUpperCase() + source.name[0].family", "ann ")).toBe("ANN Doe");
    expect(custom("return { list: [value, null] }", 1)).toEqual({ list: [1, null] });
    expect(custom("if (value === null) return", null)).toBeNull();
  });

  it.each([
    ["while (true) {}", "code_too_slow"],
    ["for (;;) { try { while (true) {} } catch {} }", "code_too_slow"],
    ["return /^(a+)+$/.test('a'.repeat(40) + '!')", "code_too_slow"],
    ["const all = []; while (true) all.push({})", "code_too_slow"],
    ["const all = []; while (true) all.push('x'.repeat(1e6) + all.length)", "code_too_big"],
    ["const all = []; while (true) all.push(new Array(10_000).fill(1))", "code_too_big"],
    ["return 'x'.repeat(1e9)", "code_too_big"],
    ["return new Array(1e9).join('x')", "code_too_big"],
    ["return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)", "code_too_big"],
    ["return process.env", "code_host_access"],
    ["return require('node:fs')", "code_host_access"],
    ["return fetch('http://localhost')", "code_host_access"],
    ["return globalThis.process", "code_host_access"],
    ["return this.constructor.constructor('return process')()", "code_failed"],
    ["return (() => {}).constructor('return process.env')()", "code_host_access"],
    ["return import('node:fs')", "code_failed"],
    ["return new Promise(() => {})", "code_failed"],
    ["const f = () => f() + 1; return f()", "code_failed"],
    ["throw new Error(value)", "code_failed"],
    ["throw value", "code_failed"],
    ["const error = new Error(); error.name = 'my ' + value; throw error", "code_failed"],
    ["return value +", "code_failed"],
    ["return 1n", "code_failed"],
    ["const a = {}; a.a = a; return a", "code_failed"],
  ])("%s is refused", (code, expected) => {
    const begin = performance.now();
    const error = refusal(() => custom(code));
    expect(error).toMatchObject({ code: expected, detail: expect.any(String) });
    expect(JSON.stringify(error)).not.toContain("secret");
    expect(performance.now() - begin).toBeLessThan(timeLimitMs * 20);
  });

  it("never takes more than the engine's share of memory, and gives back what it took", () => {
    for (let bomb = 0; bomb < 5; bomb += 1)
      refusal(() => custom("const all = []; while (true) all.push(new Uint8Array(1e6))"));
    expect(engine.getWasmMemory().buffer.byteLength).toBeLessThanOrEqual(64 * 1024 * 1024);
    expect(custom("return new Array(1e5).fill(1).length")).toBe(100_000);
  });

  it("is checked for its grammar before it ever runs", () => {
    expect(() => assertCustomCode("if (value === null) return; return value")).not.toThrow();
    expect(() => assertCustomCode("return value +")).toThrowError(
      expect.objectContaining({ code: "code_failed", detail: expect.stringContaining("Unexpected token") }),
    );
  });

  it("leaves nothing for the next run, and the sandbox usable after a refusal", () => {
    refusal(() => custom("globalThis.kept = value; Array.prototype.kept = value; while (true) {}"));
    expect(custom("return [typeof kept, typeof [].kept]")).toEqual(["undefined", "undefined"]);
  });
});

describe("a JSONata expression", () => {
  it("sees the value and its source, and gives null when it finds nothing", () => {
    expect(expression("$uppercase($) & $source.name[0].family", "ann ")).toBe("ANN Doe");
    expect(expression("a[b>1].c", { a: [{ b: 1 }, { b: 2, c: "x" }] })).toBe("x");
    expect(expression("nothing.here", {})).toBeNull();
    expect(expression("$ = null", null)).toBe(true);
  });

  it.each([
    ["($f := function($x) { $f($x) }; $f(1))", "code_too_slow"],
    ["$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(a+)+$/)", "code_too_slow"],
    ["$pad('', 1000000000)", "code_too_big"],
    ["[1..9999999]", "code_failed"],
    ["$number($)", "code_failed"],
    ["$error($)", "code_failed"],
    ["$eval('1 +')", "code_failed"],
  ])("%s is refused", (code, expected) => {
    const begin = performance.now();
    const error = refusal(() => expression(code));
    expect(error).toMatchObject({ code: expected, detail: expect.any(String) });
    expect(JSON.stringify(error)).not.toContain("secret");
    expect(performance.now() - begin).toBeLessThan(timeLimitMs * 20);
    expect(expression("$ + 1", 1)).toBe(2);
  });

  it.each([
    ["$number($)", "$number was given a value that is no number, at position 8 (JSONata D3030)."],
    ["1 +\n$", "What stands right of + is no number, at position 3 (JSONata T2002)."],
    ["-$", "What is negated is no number, at position 1 (JSONata D1002)."],
    ["$single([1, 2])", "$single found more than one, at position 8 (JSONata D3138)."],
    ["[$, 1]^($)", "Values of different kinds cannot be put in order, at position 7 (JSONata T2007)."],
    ["$formatNumber(1, '0;0;0')", "The expression failed, at position 14 (JSONata D3080)."],
    ["$eval('$secret(')", "The expression given to $eval is not JSONata, at position 6 (JSONata D3120)."],
  ])("%s says what failed and where, never at which value", (code, detail) => {
    expect(refusal(() => expression(code))).toMatchObject({ detail });
  });

  it("counts positions in a condition as they were written", () => {
    expect(expression(conditionOf("$ /* all */"))).toBe(true);
    expect(refusal(() => expression(conditionOf("1 + $number($)")))).toMatchObject({
      detail: "$number was given a value that is no number, at position 12 (JSONata D3030).",
    });
  });

  it("cannot recurse without end: depth or time stops it, whichever comes first", () => {
    const error = refusal(() => expression("($f := function($x) { $f($x) + 1 }; $f(1))"));
    expect(error).toMatchObject({ code: expect.stringMatching(/^code_(failed|too_slow)$/) });
    expect(expression("$ + 1", 1)).toBe(2);
  });

  it("is checked for its grammar with the position", () => {
    expect(() => assertJsonata("$uppercase($)")).not.toThrow();
    expect(() => assertJsonata("$ + ")).toThrowError(
      expect.objectContaining({ code: "code_failed", detail: expect.stringMatching(/position \d/) }),
    );
  });
});

it("refuses code whose time ran out before the runner could say anything", () => {
  const runner =
    "globalThis.run = () => { Promise.resolve().then(() => { for (;;); }); return () => undefined; };";
  const sandbox = new Sandbox(engine, [runner]);
  expect(refusal(() => sandbox.run("", null, null))).toMatchObject({ code: "code_too_slow" });
  sandbox.dispose();
});
