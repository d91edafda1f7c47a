/** Custom JavaScript of a mapping: the body of a function of `value` and `source` that returns the new value. */
import type { QuickJSWASMModule } from "quickjs-emscripten-core";
import type { Json } from "../path";
import { Sandbox } from "./sandbox";

/** An answer of its own kind for promises: waiting would outlive the time limit. */
const runner = `
globalThis.run = (code, value, source) => {
  const parse = JSON.parse, stringify = JSON.stringify, PromiseOfOurs = Promise;
  let answer;
  try {
    const result = new Function("value", "source", '"use strict";' + code)(parse(value), parse(source));
    answer = result instanceof PromiseOfOurs ? { error: "PromiseReturned" } : { json: stringify(result) };
  } catch (error) {
    const name = String(error?.name ?? "ThrownValue");
    answer = { error: error?.message === "out of memory" ? "out of memory" : name };
  }
  return () => stringify(answer);
};
`;

/**
 * Runs the code in a sandbox of its own, so that nothing of one record is left for the next.
 * Throws `code_failed`, `code_too_slow`, `code_too_big` or `code_host_access`.
 */
export function runCustomCode(engine: QuickJSWASMModule, code: string, value: Json, source: Json): Json {
  const sandbox = new Sandbox(engine, [runner]);
  try {
    return sandbox.run(code, value, source);
  } finally {
    sandbox.dispose();
  }
}
