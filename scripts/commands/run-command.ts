/** How every command begins and ends: signals, a clear sentence on failure, nothing left running. */
import { isCarelaneError } from "@/lib/platform/errors";
import "../services/end-with-parent.mjs";
import { SetupError } from "../services/setup-error";
import { Shutdown } from "../services/shutdown";

/** What to do about errors of the system that a person can remove. */
const remedies: Readonly<Record<string, string>> = {
  EACCES:
    "Carelane may not use this. Give it to the user who starts it, or use a clone and --data of their own",
  EPERM: "Carelane may not do this. Start it as the user to whom the clone and the data folder belong",
  EROFS: "This lies on a disk that cannot be written. Use a clone and --data on another one",
  ENOSPC: "The disk is full. Make room and start again",
};

function remedyFor(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? remedies[code] : undefined;
}

/** Errors of people's making in one sentence, errors of ours with what is needed to correct them. */
function explain(error: unknown): string {
  if (error instanceof SetupError) return error.message;
  if (isCarelaneError(error)) {
    const cause = error.cause instanceof Error ? `\n${error.cause.message}` : "";
    return `${error.title}. ${error.detail ?? ""}${cause}`;
  }
  if (!(error instanceof Error)) return String(error);
  const remedy = remedyFor(error);
  return remedy ? `${remedy}: ${error.message}` : (error.stack ?? error.message);
}

/** As shells say it of a program that Ctrl-C ended before it was done. */
const stoppedCode = 130;

/**
 * Runs a command and ends the process. What `main` started is stopped in every case.
 * `main` answers false when it ran to its end and what it checked is not right.
 */
export async function runCommand(main: (shutdown: Shutdown) => Promise<boolean>): Promise<void> {
  const shutdown = new Shutdown();
  // A terminal that went away is no reason to leave a database behind.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  let code: number;
  try {
    code = (await main(shutdown)) ? 0 : 1;
  } catch (error) {
    const wasStopped = shutdown.signal.aborted && shutdown.failure === undefined;
    code = wasStopped ? stoppedCode : 1;
    if (!wasStopped) console.error(shutdown.failure ?? explain(error));
  }
  await shutdown.stopAll();
  process.exit(code);
}
