import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { SetupError } from "../services/setup-error";

/** What the seed is told: addresses, and the secrets that this data folder made once. */
interface SeedInput {
  readonly baseUrl: string;
  readonly sandboxUrl: string;
  readonly mllp: { readonly host: string; readonly port: number };
  readonly passwords: Readonly<Record<string, string>>;
  readonly apiKey: string;
  readonly webhookSecrets: Readonly<Record<string, string>>;
}

/**
 * Runs the seed in a process with the product's environment and answers the content of demo.json.
 * The secrets go through its standard input: arguments can be read by everybody on the machine.
 */
export async function runSeed(
  input: SeedInput,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string> {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/demo/seed.ts"], {
    env: { ...env, LOG_LEVEL: "silent" },
    stdio: ["pipe", "pipe", "pipe"],
    signal,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  // A seed that fails before it reads shows in its exit code.
  child.stdin.on("error", () => undefined);
  child.stdin.end(JSON.stringify(input));
  const [content, explanation, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code === 0) return content;
  throw new SetupError(`The demo's data could not be made.\n${explanation}`);
}
