/**
 * Runs code of people inside QuickJS compiled to WebAssembly: no host functions, bounded in time, memory and stack.
 * JSONata runs in the same sandbox, because its interpreter would otherwise use the host's regular expressions and
 * memory without a bound.
 */
import variant from "@jitl/quickjs-singlefile-cjs-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSRuntime,
  type QuickJSWASMModule,
} from "quickjs-emscripten-core";
import { z } from "zod";
import { mappingErrors } from "../errors";
import type { Json } from "../path";
import { guards, hostAccessError, sizeError } from "./guards";
import { jsonataWords } from "./jsonata-words";

export const timeLimitMs = 100;
const memoryLimitBytes = 16 * 1024 * 1024;
/** All the engine may take, for its sandboxes together. */
const engineLimitBytes = 64 * 1024 * 1024;
const wasmPageBytes = 64 * 1024;
const stackLimitBytes = 256 * 1024;

/** What the runner inside tells of what was thrown: its name or code, and where in the code it was; never its message. */
const failureSchema = z.object({
  error: z.string(),
  position: z.int().optional().catch(undefined),
  token: z.string().optional().catch(undefined),
});

/** What it answers: JSON of the value, or a failure. */
const answerSchema = z.union([failureSchema, z.object({ json: z.string().optional() })]);

let loading: Promise<QuickJSWASMModule> | undefined;

/**
 * QuickJS counts what it allocates one by one, so many middling pieces would fill the machine until time is up. Where
 * the memory itself cannot grow, the next allocation fails inside, as if it were exhausted.
 */
async function bounded(engine: QuickJSWASMModule): Promise<QuickJSWASMModule> {
  const memory = engine.getWasmMemory();
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * wasmPageBytes > engineLimitBytes) throw new RangeError("full");
    return grow(pages);
  };
  return engine;
}

/** The engine, loaded once per thread. */
export function loadEngine(): Promise<QuickJSWASMModule> {
  loading ??= newQuickJSWASMModuleFromVariant(variant).then(bounded);
  return loading;
}

function failureOf(code: string, failure: z.output<typeof failureSchema>) {
  const { error: name } = failure;
  if (name === hostAccessError)
    return mappingErrors.code_host_access({ detail: "Code may use its value and source only." });
  if (name === sizeError || name === "out of memory") return tooBig();
  if (/^[DST]\d{4}$/.test(name)) return mappingErrors.code_failed({ detail: jsonataWords(code, failure) });
  return mappingErrors.code_failed({
    detail: `The code ended with ${/^\w{1,40}$/.test(name) ? name : "an error"}.`,
  });
}

function tooBig() {
  return mappingErrors.code_too_big({ detail: `Code may use ${memoryLimitBytes / 1024 / 1024} MB.` });
}

/** One sandbox with a runner in it; dispose it when it has thrown, since nobody knows its state then. */
export class Sandbox {
  private readonly runtime: QuickJSRuntime;
  private readonly context: QuickJSContext;
  private deadline = Number.POSITIVE_INFINITY;
  private isOverdue = false;

  /**
   * `library` is code of ours that defines the global function `run(code, value, source)`, all of them text, the
   * latter two JSON. It returns a function that gives the answer as JSON text once pending jobs have run.
   */
  constructor(engine: QuickJSWASMModule, library: readonly string[]) {
    this.runtime = engine.newRuntime();
    this.runtime.setMemoryLimit(memoryLimitBytes);
    this.runtime.setMaxStackSize(stackLimitBytes);
    this.runtime.setInterruptHandler(() => {
      this.isOverdue ||= performance.now() > this.deadline;
      return this.isOverdue;
    });
    this.context = this.runtime.newContext();
    for (const part of [...library, guards]) this.context.unwrapResult(this.context.evalCode(part)).dispose();
  }

  /** What the runner makes of the code. Throws `code_failed`, `code_too_slow`, `code_too_big` or `code_host_access`. */
  run(code: string, value: Json, source: Json): Json {
    this.deadline = performance.now() + timeLimitMs;
    this.isOverdue = false;
    const answer = this.answerTo([code, JSON.stringify(value ?? null), JSON.stringify(source ?? null)]);
    if (this.isOverdue)
      throw mappingErrors.code_too_slow({ detail: `Code may run for ${timeLimitMs} milliseconds.` });
    const read = answerSchema.safeParse(answer);
    // Code that ran out of memory cannot even say so.
    if (!read.success) throw tooBig();
    if ("error" in read.data) throw failureOf(code, read.data);
    return read.data.json === undefined ? null : JSON.parse(read.data.json);
  }

  dispose(): void {
    this.context.dispose();
    this.runtime.dispose();
  }

  private answerTo(args: readonly string[]): unknown {
    const { context } = this;
    const run = context.getProp(context.global, "run");
    const handles = args.map((arg) => context.newString(arg));
    try {
      const started = context.callFunction(run, context.undefined, ...handles);
      if (started.error) return started.error.consume((error) => this.thrown(error));
      const jobs = this.runtime.executePendingJobs();
      jobs.dispose();
      const asked = started.value.consume((answer) => context.callFunction(answer, context.undefined));
      if (asked.error) return asked.error.consume((error) => this.thrown(error));
      // Where time ran out in a pending job, the runner has nothing to say.
      return asked.value.consume((text) =>
        context.typeof(text) === "string" ? JSON.parse(context.getString(text)) : undefined,
      );
    } finally {
      for (const handle of [run, ...handles]) handle.dispose();
    }
  }

  private thrown(error: Parameters<QuickJSContext["dump"]>[0]): unknown {
    const { name, message } = z
      .object({ name: z.string(), message: z.string() })
      .parse(this.context.dump(error));
    return { error: message === "out of memory" ? message : name };
  }
}
