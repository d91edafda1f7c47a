/** The program of a thread: maps the records of one task after the other, with the code of people in a sandbox. */
import { parentPort } from "node:worker_threads";
import { hasCode } from "@/lib/platform/errors";
import { type CompiledField, compileMapping } from "../compile";
import { mappingErrors } from "../errors";
import { fieldsFor, runFields } from "../run";
import { runCustomCode } from "../sandbox/custom-code";
import { evaluateJsonata } from "../sandbox/jsonata";
import { loadEngine } from "../sandbox/sandbox";
import type { CodeRunner } from "../steps";
import type { Task, ThreadMessage } from "./task";

/** Code that overstayed so often in one task is not tried on its other records: they would wait for nothing. */
const mostOverruns = 5;

const engine = await loadEngine();
const overruns = new Map<string, number>();

const runCode: CodeRunner = (kind, code, value, source) => {
  const earlier = overruns.get(code) ?? 0;
  if (earlier >= mostOverruns)
    throw mappingErrors.code_too_slow({ detail: "The code took too long for several records before." });
  try {
    return (kind === "jsonata" ? evaluateJsonata : runCustomCode)(engine, code, value, source);
  } catch (error) {
    if (hasCode(error, "code_too_slow")) overruns.set(code, earlier + 1);
    throw error;
  }
};

let last: { readonly definition: string; readonly fields: readonly CompiledField[] } | undefined;

function fieldsOf(definition: string): readonly CompiledField[] {
  if (last?.definition !== definition) {
    const { mappings, lookups } = JSON.parse(definition);
    last = { definition, fields: compileMapping(mappings, lookups, runCode).fields };
  }
  return last.fields;
}

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

parentPort?.on("message", ({ definition, direction, inputs, tellsSteps }: Task) => {
  overruns.clear();
  const fields = fieldsFor(fieldsOf(definition), direction);
  for (const input of inputs) tell({ outcome: runFields(fields, direction, input, tellsSteps) });
});
tell({ ready: true });
