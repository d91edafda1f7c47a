import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { POST as groupRoute } from "@/app/api/fhir/groups/route";
import { GET as systemExport } from "@/app/api/fhir/R4/$export/route";
import { GET as fileRoute } from "@/app/api/fhir/R4/$export-file/[id]/[file]/route";
import { DELETE as cancelRoute, GET as statusRoute } from "@/app/api/fhir/R4/$export-status/[id]/route";
import { GET as groupExport } from "@/app/api/fhir/R4/Group/[id]/$export/route";
import { POST as importRoute } from "@/app/api/integrations/fhir/patient/import/route";
import { validateResource } from "@/lib/fhir";
import type { RouteHandler } from "@/lib/http";
import { type Caller, call, makeCaller } from "@/lib/integrations/testing/routes";
import { now, setClock } from "@/lib/platform/clock";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import type { JobContext } from "@/lib/queue";
import { performNow } from "@/lib/queue/testing/perform";
import { deleteRecords, insertRecords, type RecordEntity, replaceRecords } from "@/lib/records";
import { schemaOf } from "@/lib/records/schema";
import { sweepExportsHandler } from "./handlers/sweep-exports";
import { writeExportHandler } from "./handlers/write-export";

environmentForTests();
let caller: Caller;
beforeEach(async () => {
  caller = await makeCaller("admin");
});

afterEach(() => later(0));

/** Lets time go on. */
function later(ms: number): void {
  setClock(() => Date.now() + ms);
}

const base = "http://localhost:3000/api/fhir/R4";

interface Ask {
  readonly params?: Record<string, string>;
  readonly prefer?: string;
  readonly as?: Caller | null;
  readonly method?: string;
}

async function ask(
  handler: RouteHandler,
  address: string,
  { params = {}, prefer, as, method = "GET" }: Ask = {},
) {
  const by = as === undefined ? caller : as;
  const headers = new Headers({
    ...(by && { authorization: `Bearer ${by.key}` }),
    ...(prefer && { prefer }),
  });
  const response = await handler(new Request(address, { method, headers }), {
    params: Promise.resolve(params),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

const kickOff = (query = "", more: Ask = {}) =>
  ask(systemExport, `${base}/$export${query}`, { prefer: "respond-async", ...more });

const idIn = (address: string | null) => address?.split("/").at(-1) ?? "";
const status = (id: string, more: Ask = {}) =>
  ask(statusRoute, `${base}/$export-status/${id}`, { params: { id }, ...more });
const fetchFile = (url: string) => ask(fileRoute, url, { as: null });

function contextFor(entity: RecordEntity) {
  const changedBy = { kind: "system" as const, id: "test", name: "Test" };
  return { organizationId: caller.organizationId, entity, changedBy, at: now() };
}

/** Keeps records of these contents; answers their ids. */
async function keep(entity: RecordEntity, contents: readonly object[]): Promise<string[]> {
  const rows = contents.map((content) => ({ id: newId(), data: schemaOf[entity].parse(content) }));
  await withOrganization(caller, (tx) => insertRecords(tx, contextFor(entity), rows));
  return rows.map(({ id }) => id);
}

const people = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ names: [{ family: `Doe ${at}`, given: ["Jane"] }] }));

/** Works on an export until it is done; other tests' transactions may have to end first. */
async function write(exportId: string, more: Partial<JobContext<unknown>> = {}): Promise<void> {
  const payload = { exportId, organizationId: caller.organizationId };
  while (await performNow(writeExportHandler, payload, more));
}

interface Manifest {
  transactionTime: string;
  request: string;
  requiresAccessToken: boolean;
  output: { type: string; url: string; count: number }[];
  deleted: { type: string; url: string; count: number }[];
  error: unknown[];
}

/** Asks, writes and reads an export. */
async function exported(query = "", start: () => ReturnType<typeof kickOff> = () => kickOff(query)) {
  const begun = await start();
  expect([begun.status, begun.text]).toEqual([202, ""]);
  const id = idIn(begun.headers.get("content-location"));
  await write(id);
  const done = await status(id);
  expect(done.status).toBe(200);
  const manifest: Manifest = JSON.parse(done.text);
  const lines = [];
  for (const { url, count } of [...manifest.output, ...manifest.deleted]) {
    const file = await fetchFile(url);
    expect([file.status, file.headers.get("content-type")]).toEqual([200, "application/fhir+ndjson"]);
    const resources = file.text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(resources).toHaveLength(count);
    lines.push(...resources);
  }
  return { id, manifest, lines, done };
}

const idsOf = (lines: readonly { id: string }[]) => lines.map(({ id }) => id).toSorted();

describe("an export", () => {
  it("has every record once, in files of its type", async () => {
    const patients = await keep("patients", people(3));
    const [patientId] = patients;
    const observations = await keep("observations", [
      { patientId, status: "final", code: { display: "Height" }, value: 180, unit: "cm" },
    ]);
    const { manifest, lines, done } = await exported();
    expect(manifest).toMatchObject({
      request: `${base}/$export`,
      requiresAccessToken: false,
      output: [
        { type: "Patient", count: 3 },
        { type: "Observation", count: 1 },
      ],
      deleted: [],
      error: [],
    });
    expect(Date.parse(manifest.transactionTime)).toBeLessThanOrEqual(Date.now());
    expect(done.headers.get("expires")).toMatch(/GMT$/);
    expect(idsOf(lines)).toEqual([...patients, ...observations].toSorted());
    expect(lines.find(({ resourceType }) => resourceType === "Observation").subject).toEqual({
      reference: `Patient/${patientId}`,
    });
    expect(lines.flatMap((line) => validateResource(line))).toEqual([]);
  });

  it("says in valid FHIR what a record does not know, and whatever a client said of it", async () => {
    await keep("appointments", [{ status: "booked", participants: [{ status: "accepted" }] }]);
    const imported = await call("POST", importRoute, {
      caller,
      query: "?save=true",
      body: { resourceType: "Patient", extension: [{ url: "urn:x", valueDecimal: 1.5 }] },
    });
    const { lines } = await exported();
    expect(lines).toHaveLength(2);
    expect(lines).toContainEqual(
      expect.objectContaining({ id: imported.json.id, extension: [{ url: "urn:x", valueDecimal: 1.5 }] }),
    );
    expect(lines.flatMap((line) => validateResource(line))).toEqual([]);
  });

  it("has only the types asked for", async () => {
    await keep("patients", people(1));
    await keep("practitioners", [{ active: true }]);
    const { manifest } = await exported("?_type=Practitioner");
    expect(manifest.output).toMatchObject([{ type: "Practitioner", count: 1 }]);
  });

  it("has what changed since a time, and what was deleted", async () => {
    const [, changed = "", deleted = ""] = await keep("patients", people(3));
    const { manifest: first } = await exported();
    later(1_000);
    const added = await keep("patients", people(1));
    await withOrganization(caller, async (tx) => {
      const data = schemaOf.patients.parse({ gender: "female" });
      await replaceRecords(tx, contextFor("patients"), [{ id: changed, data }]);
      await deleteRecords(tx, contextFor("patients"), [deleted]);
    });
    const { manifest, lines } = await exported(`?_since=${encodeURIComponent(first.transactionTime)}`);
    expect(manifest.deleted).toMatchObject([{ type: "Bundle", count: 1 }]);
    const bundle = lines.find(({ resourceType }) => resourceType === "Bundle");
    expect(bundle.entry).toEqual([{ request: { method: "DELETE", url: `Patient/${deleted}` } }]);
    expect(validateResource(bundle)).toEqual([]);
    expect(idsOf(lines.filter((line) => line !== bundle))).toEqual([changed, ...added].toSorted());
  });

  it("has records as they were when it was asked for", async () => {
    const [id = ""] = await keep("patients", people(1));
    const begun = await kickOff();
    later(1_000);
    await withOrganization(caller, (tx) =>
      replaceRecords(tx, contextFor("patients"), [{ id, data: schemaOf.patients.parse({ gender: "male" }) }]),
    );
    await keep("patients", people(1));
    const { lines } = await exported("", async () => begun);
    expect(lines).toMatchObject([{ id, meta: { versionId: "1" }, name: [{ family: "Doe 0" }] }]);
  });

  it("has the patients of a group, with what belongs to them", async () => {
    const [ours = "", other = ""] = await keep("patients", people(2));
    const code = { display: "Height" };
    const [mine] = await keep("observations", [
      { patientId: ours, status: "final", code },
      { patientId: other, status: "final", code },
    ]);
    const group = await call("POST", groupRoute, { caller, body: { name: "Ours", members: [ours] } });
    expect([group.status, group.json.members]).toEqual([201, 1]);
    const { id } = group.json;
    const { lines } = await exported("", () =>
      ask(groupExport, `${base}/Group/${id}/$export`, { params: { id }, prefer: "respond-async" }),
    );
    expect(idsOf(lines)).toEqual([ours, mine].toSorted());
  });

  it("has each record once though workers crash between pages and work at once", async () => {
    const ids = await keep("patients", people(2_500));
    const exportId = idIn((await kickOff("?_type=Patient")).headers.get("content-location"));
    let calls = 0;
    const crash = async () => {
      calls += 1;
      if (calls === 2) throw new Error("crashed");
    };
    await expect(write(exportId, { advance: crash })).rejects.toThrow("crashed");
    const half = await status(exportId);
    expect([half.status, half.headers.get("x-progress")]).toEqual([202, "40%"]);
    expect(Number(half.headers.get("retry-after"))).toBeGreaterThan(0);
    await Promise.all([write(exportId), write(exportId)]);
    await write(exportId);
    const manifest: Manifest = JSON.parse((await status(exportId)).text);
    const files = await Promise.all(manifest.output.map(({ url }) => fetchFile(url)));
    const lines = files.flatMap(({ text }) =>
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    );
    expect(idsOf(lines)).toEqual(ids.toSorted());
  });

  it("is sealed where it is kept", async () => {
    await keep("patients", [{ names: [{ family: "Featherstonehaugh" }] }]);
    const { id } = await exported();
    const rows = await withOrganization(caller, (tx) =>
      tx.query<{ body: Buffer }>("select body from fhir_export_chunks where export_id = $1", [id]),
    );
    expect(Buffer.concat(rows.map(({ body }) => body)).includes("Feather")).toBe(false);
  });

  it("ends, with all that was written of it, when it is cancelled", async () => {
    await keep("patients", people(1));
    const { id, manifest } = await exported();
    const [file] = manifest.output;
    expect(
      (await ask(cancelRoute, `${base}/$export-status/${id}`, { params: { id }, method: "DELETE" })).status,
    ).toBe(202);
    expect((await status(id)).status).toBe(404);
    expect((await fetchFile(file?.url ?? "")).status).toBe(404);
    await performNow(sweepExportsHandler, {});
    const left = await withOrganization(caller, (tx) =>
      tx.query("select 1 from fhir_export_chunks where export_id = $1", [id]),
    );
    expect(left).toEqual([]);
  });

  it("is nobody else's", async () => {
    const { id } = await exported();
    const colleague = await makeCaller("admin", caller.organizationId);
    const stranger = await makeCaller("admin");
    for (const as of [colleague, stranger]) expect((await status(id, { as })).status).toBe(404);
    expect((await status(id, { as: null })).status).toBe(401);
  });
});

it("has links that cannot be changed, and that are good for an hour", async () => {
  await keep("patients", people(1));
  const { id, manifest } = await exported();
  const url = manifest.output[0]?.url ?? "";
  const forged = await fetchFile(`${url.slice(0, -3)}abc`);
  expect([forged.status, JSON.parse(forged.text).resourceType]).toEqual([403, "OperationOutcome"]);
  later(61 * 60_000);
  expect((await fetchFile(url)).status).toBe(410);
  const renewed: Manifest = JSON.parse((await status(id)).text);
  expect((await fetchFile(renewed.output[0]?.url ?? "")).status).toBe(200);
  later(25 * 3_600_000);
  expect((await status(id)).status).toBe(404);
});
