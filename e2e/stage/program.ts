/** Programs of e2e/scripts that serve something for a journey and tell, as one JSON line, where. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { z } from "zod";

export interface Program<Told> {
  readonly told: Told;
  stop(): Promise<void>;
}

/** Starts a script against the production build and waits for its line. */
export async function startProgram<Schema extends z.ZodType>(
  script: string,
  schema: Schema,
): Promise<Program<z.infer<Schema>>> {
  const program = spawn(process.execPath, ["--import", "tsx", script], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  const ended = once(program, "exit");
  for await (const line of createInterface(program.stdout)) {
    if (!line.startsWith("{")) continue;
    return {
      told: schema.parse(JSON.parse(line)),
      stop: async () => {
        program.kill("SIGTERM");
        await ended;
      },
    };
  }
  throw new Error(`${script} ended before it served anything.`);
}
