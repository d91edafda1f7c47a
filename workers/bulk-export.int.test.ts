import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, it, vi } from "vitest";
import { GET as fileRoute } from "@/app/api/fhir/R4/$export-file/[id]/[file]/route";
import { GET as statusRoute } from "@/app/api/fhir/R4/$export-status/[id]/route";
import { GET as patientExport } from "@/app/api/fhir/R4/Patient/$export/route";
import { call, makeCaller } from "@/lib/integrations/testing/routes";
import { now } from "@/lib/platform/clock";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { endLeases } from "@/lib/queue/testing/end-leases";
import { insertRecords } from "@/lib/records";
import { schemaOf } from "@/lib/records/schema";

const installation = installationForTests();
let worker: ChildProcess | undefined;
afterEach(() => void worker?.kill("SIGKILL"));

function start(): void {
  worker = spawn(process.execPath, ["--import", "tsx", "workers/main.ts"], {
    env: { ...process.env, LOG_LEVEL: "silent" },
    stdio: "ignore",
  });
}

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 10 });

it("goes on with an export after it was killed in the middle of it, and has each record once", async () => {
  const caller = await makeCaller("admin");
  const { organizationId } = caller;
  const ids = Array.from({ length: 4_500 }, () => newId());
  const changedBy = { kind: "system" as const, id: "test", name: "Test" };
  const data = schemaOf.patients.parse({ names: [{ family: "Doe" }] });
  await withOrganization(caller, (tx) =>
    insertRecords(
      tx,
      { organizationId, entity: "patients", changedBy, at: now() },
      ids.map((id) => ({ id, data })),
    ),
  );
  const begun = await call("GET", patientExport, { caller, headers: { prefer: "respond-async" } });
  const id = begun.headers.get("content-location")?.split("/").at(-1) ?? "";
  const written = async () => {
    const { rows } = await installation.owner.query("select step, state from fhir_exports where id = $1", [
      id,
    ]);
    return rows[0];
  };

  start();
  await until(async () => expect((await written()).step).toBeGreaterThan(0));
  const ended = worker && once(worker, "exit");
  worker?.kill("SIGKILL");
  await ended;
  expect((await written()).state).toBe("running");
  await endLeases(installation.owner);
  start();
  await until(async () => expect((await written()).state).toBe("completed"));

  const { json: manifest } = await call("GET", statusRoute, { caller, id });
  const lines: string[] = [];
  for (const { url } of manifest.output) {
    const file = await fileRoute(new Request(url), { params: Promise.resolve({}) });
    lines.push(...(await file.text()).trimEnd().split("\n"));
  }
  expect(lines.map((line) => JSON.parse(line).id).sort()).toEqual(ids.toSorted());
});
