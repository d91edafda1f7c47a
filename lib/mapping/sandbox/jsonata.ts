/** JSONata expressions, evaluated inside the sandbox. `$` is the value, `$source` the whole record or resource. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { QuickJSWASMModule } from "quickjs-emscripten-core";
import type { Json } from "../path";
import { Sandbox } from "./sandbox";

/** The interpreter's own text is wanted, for the sandbox and not for this process. */
const interpreterFile = path.join(process.cwd(), "node_modules/jsonata/jsonata.min.js");

/** Expressions that stay parsed; a mapping has 500 fields at most. */
const keptExpressions = 500;

const runner = `
(() => {
  const kept = new Map();
  const parsed = (code) => {
    const known = kept.get(code);
    if (known !== undefined) return known;
    if (kept.size >= ${keptExpressions}) kept.clear();
    const expression = jsonata(code, { stack: 500, sequence: 100000 });
    kept.set(code, expression);
    return expression;
  };
  globalThis.run = (code, value, source) => {
    let answer;
    const fail = (error) => {
      const name = String(error?.code ?? error?.name);
      const { position, token } = error ?? {};
      answer = { error: error?.message === "out of memory" ? "out of memory" : name, position, token };
    };
    try {
      parsed(code)
        .evaluate(JSON.parse(value), { source: JSON.parse(source) })
        .then((result) => { answer = { json: JSON.stringify(result) }; })
        .catch(fail);
    } catch (error) { fail(error); }
    return () => JSON.stringify(answer);
  };
})();
`;

let warm: Sandbox | undefined;
let interpreter: string | undefined;

/**
 * The expression's result; null when it finds nothing. Expressions cannot keep anything between runs, so they share a
 * warm sandbox until one fails.
 * Throws `code_failed`, `code_too_slow` or `code_too_big`.
 */
export function evaluateJsonata(
  engine: QuickJSWASMModule,
  expression: string,
  value: Json,
  source: Json,
): Json {
  interpreter ??= readFileSync(interpreterFile, "utf8");
  warm ??= new Sandbox(engine, [interpreter, runner]);
  try {
    return warm.run(expression, value, source);
  } catch (error) {
    warm.dispose();
    warm = undefined;
    throw error;
  }
}
