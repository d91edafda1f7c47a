/**
 * `npm test`: everything there is to test, from a fresh clone, alone. It ends with one line that begins `N passed, N failed`.
 * A part that fails does not keep the others from running.
 */
import { runChecks } from "../checks/run-checks";
import { generateClient } from "../prisma/generate-client";
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

async function runInTurn(parts: readonly Part[], shutdown: Shutdown): Promise<Tally> {
  const tallies: Tally[] = [];
  for (const part of parts) tallies.push(await runPart(part, shutdown));
  return addTallies(tallies);
}

/** Side by side: the tests wait for clocks and processes a good part of their time, the others only compute. */
const rows: readonly (readonly Part[])[] = [
  [runUnitAndIntegration],
  [({ signal }) => runChecks(signal), runBuild],
];

await runCommand(async (shutdown) => {
  // All of them read it.
  await generateClient();
  const tallies = await Promise.all(rows.map((row) => runInTurn(row, shutdown)));
  const sum = addTallies([...tallies, await runPart(runJourneys, shutdown)]);
  await shutdown.stopAll();
  console.log(describeTally(sum));
  return sum.failed === 0;
});
