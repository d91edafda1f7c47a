/**
 * `npm test`: everything there is to test, from a fresh clone, alone. It ends with one line that begins `N passed, N failed`.
 * A part that fails does not keep the others from running.
 */
import { runChecks } from "../checks/run-checks";
import { buildWeb } from "../product/build-web";
import type { Shutdown } from "../services/shutdown";
import { runJourneys, runUnitAndIntegration } from "../testing/run-tests";
import { addTallies, countOf, describeTally, type Tally } from "../testing/tally";
import { runCommand } from "./run-command";

type Part = (shutdown: Shutdown) => Promise<Tally>;

/** A part that could not even run is one failure, with its reason. */
async function runPart(part: Part, shutdown: Shutdown): Promise<Tally> {
  try {
    return await part(shutdown);
  } catch (error) {
    shutdown.signal.throwIfAborted();
    console.error(error instanceof Error ? error.message : error);
    return countOf(0, 1);
  }
}

async function runBuild({ signal }: Shutdown): Promise<Tally> {
  (await buildWeb(signal)).release();
  return countOf(1, 0);
}

const parts: Part[] = [({ signal }) => runChecks(signal), runUnitAndIntegration, runBuild, runJourneys];

await runCommand(async (shutdown) => {
  const tallies: Tally[] = [];
  for (const part of parts) tallies.push(await runPart(part, shutdown));
  const sum = addTallies(tallies);
  await shutdown.stopAll();
  console.log(describeTally(sum));
  return sum.failed === 0;
});
