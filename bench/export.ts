/**
 * A bulk export of very many resources, written by a worker and read back by a client: lines a second and the memory of
 * both, tenth by tenth. What a line costs must not depend on how many came before. RECORDS sets how many (default 200,000).
 */

import { GET as exportRoute } from "@/app/api/fhir/R4/$export/route";
import { GET as fileRoute } from "@/app/api/fhir/R4/$export-file/[id]/[file]/route";
import { GET as statusRoute } from "@/app/api/fhir/R4/$export-status/[id]/route";
import { type Caller, call, makeCaller } from "@/lib/integrations/testing/routes";
import { now } from "@/lib/platform/clock";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { insertRecords } from "@/lib/records";
import { schemaOf } from "@/lib/records/schema";
import { waitFor } from "@/scripts/services/wait-for";
import { benchmark, megabytes, startWorker } from "./parts/sync-parts";

const records = Number(process.env.RECORDS ?? 200_000);
const tenth = records / 10;
const together = 1_000;
const newLine = "\n".charCodeAt(0);

const data = schemaOf.observations.parse({
  patientId: newId(),
  status: "final",
  code: { system: "http://loinc.org", code: "8867-4", display: "Heart rate" },
  value: 72,
  unit: "/min",
  effectiveAt: "2026-11-17T10:42:16Z",
});

async function makeRecords({ organizationId }: Caller): Promise<void> {
  const changedBy = { kind: "system" as const, id: "bench", name: "Benchmark" };
  for (let made = 0; made < records; made += together) {
    const rows = Array.from({ length: together }, () => ({ id: newId(), data }));
    await withOrganization({ organizationId }, (tx) =>
      insertRecords(tx, { organizationId, entity: "observations", changedBy, at: now() }, rows),
    );
  }
}

/** Answers a function that is told how much is done, and prints a line whenever another tenth is. */
function teller(what: string, pid: number | undefined): (done: number) => Promise<void> {
  let [began, before] = [performance.now(), 0];
  return async (done) => {
    if (done === before || (done - before < tenth && done < records)) return;
    const rate = Math.round(((done - before) * 1_000) / (performance.now() - began)).toLocaleString("en");
    const memory = await megabytes(pid, "VmRSS");
    console.log(
      `${what.padEnd(10)} ${done.toLocaleString("en").padStart(10)} lines, ${rate.padStart(7)} lines/s, ${memory} MB`,
    );
    [began, before] = [performance.now(), done];
  };
}

async function writeExport(caller: Caller, pid: number | undefined): Promise<string> {
  const begun = await call("GET", exportRoute, { caller, headers: { prefer: "respond-async" } });
  const id = begun.headers.get("content-location")?.split("/").at(-1) ?? "";
  const tell = teller("written", pid);
  const isOver = async () => {
    const row = await withOrganization(caller, (tx) =>
      tx.one<{ state: string; done: number }>(
        "select state, done::float8 as done from fhir_exports where id = $1",
        [id],
      ),
    );
    await tell(row?.done ?? 0);
    return row?.state === "completed";
  };
  await waitFor(isOver, { timeoutMs: Number.POSITIVE_INFINITY, pollMs: 100 });
  return id;
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(newLine); at >= 0; at = bytes.indexOf(newLine, at + 1)) lines++;
  return lines;
}

async function readExport(caller: Caller, id: string): Promise<void> {
  const { json: manifest } = await call("GET", statusRoute, { caller, id });
  const tell = teller("read", process.pid);
  let lines = 0;
  for (const { url } of manifest.output) {
    const { body } = await fileRoute(new Request(url), { params: Promise.resolve({}) });
    for await (const piece of body ?? []) {
      lines += linesIn(piece);
      await tell(lines);
    }
  }
  if (lines !== records) throw new Error(`There are ${lines} lines instead of ${records}`);
}

async function run(): Promise<void> {
  const caller = await makeCaller("admin");
  await makeRecords(caller);
  const { pid } = startWorker();
  const id = await writeExport(caller, pid);
  console.log(`the worker's highest memory: ${await megabytes(pid, "VmHWM")} MB`);
  await readExport(caller, id);
}

await benchmark(run);
