import { request as httpRequest, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { announceAccessChange } from "@/lib/auth";
import { closeRedis } from "@/lib/platform/redis";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { decodeCursor, encodeCursor, list, listQuery, route } from ".";
import { addPerson, type Caller, type Person } from "./testing/callers";
import { type ServedRoutes, serveRoutes } from "./testing/served-routes";

const rowText = "x".repeat(1_000);
let length = 1_234;
let pagesRead = 0;
/** Called before a page is answered. */
let onPage: (page: number) => Promise<void> | void;

const installation = installationForTests();
let organizationId: string;
let server: ServedRoutes;
let admin: Person;

const rows = route({
  tag: "Tests",
  summary: "Numbered rows",
  allow: "sync:read",
  query: listQuery.extend({ q: z.string().optional() }),
  returns: list(z.object({ id: z.string(), text: z.string() })),
  reads: "things",
  run: async ({ query: { limit, cursor } }) => {
    pagesRead += 1;
    await onPage(pagesRead);
    const start = cursor ? decodeCursor(z.number(), cursor) : 0;
    const end = Math.min(start + limit, length);
    const data = Array.from({ length: end - start }, (_, n) => ({ id: String(start + n), text: rowText }));
    return { data, nextCursor: end < length ? encodeCursor(end) : null };
  },
});

beforeAll(async () => {
  server = await serveRoutes({ "/api/rows": { GET: rows } });
});

beforeEach(async () => {
  [length, pagesRead, onPage] = [1_234, 0, () => undefined];
  organizationId = await installation.addOrganization();
  admin = await addPerson(installation, organizationId, "admin");
});

afterAll(async () => {
  await server.close();
  await closeRedis("quick");
});

function ask(address: string, headers: Record<string, string> = {}, caller: Caller = admin) {
  return fetch(`${server.url}${address}`, { headers: { ...caller.headers, ...headers } });
}

function trail() {
  return installation.owner
    .query("select action, entity, target from audit_events where organization_id = $1", [organizationId])
    .then(({ rows: entries }) => entries);
}

/** Asks without reading what comes. */
function open(address: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(`${server.url}${address}`, { headers: admin.headers }, resolve);
    asked.on("error", reject).end();
  });
}

it("gives every row as a file, however many pages there are, and tells the trail once", async () => {
  const response = await ask("/api/rows?format=csv&q=Jane");
  const lines = (await response.text()).trimEnd().split("\r\n");
  expect(lines).toHaveLength(1 + 1_234);
  expect(new Set(lines).size).toBe(lines.length);
  expect([lines[0], lines.at(-1)]).toEqual(["id,text", `1233,${rowText}`]);
  expect(response.headers.get("content-disposition")).toMatch(
    /^attachment; filename="rows-\d{4}-\d\d-\d\d\.csv"$/,
  );
  const target = { list: "/api/rows", rows: 1_234, complete: true, filters: ["q"] };
  expect(await trail()).toEqual([{ action: "list.exported", entity: "things", target }]);
});

it("marks the file of a link as UTF-8 for spreadsheets, and spares programs the mark", async () => {
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer()).toString("latin1");
  expect(await bytesOf(await ask("/api/rows?format=csv"))).toMatch(/^\xEF\xBB\xBFid,text\r\n/);
  expect(await bytesOf(await ask("/api/rows", { accept: "text/csv" }))).toMatch(/^id,text\r\n/);
});

it("leaves paging to those who name a limit", async () => {
  const first = await ask("/api/rows?format=csv&limit=2");
  expect((await first.text()).match(/^\d+/gm)).toEqual(["0", "1"]);
  const next = await ask(`/api/rows?format=csv&limit=2&cursor=${first.headers.get("x-next-cursor")}`);
  expect((await next.text()).match(/^\d+/gm)).toEqual(["2", "3"]);
});

it("refuses those who may not read the list, with a problem", async () => {
  const driver = await addPerson(installation, organizationId, "driver");
  const response = await ask("/api/rows?format=csv", {}, driver);
  expect([response.status, response.headers.get("content-type")]).toEqual([403, "application/problem+json"]);
  expect([pagesRead, await trail()]).toEqual([0, []]);
});

it("reads no faster than its caller, and no more once they are gone", async () => {
  length = 1_000_000;
  const response = await open("/api/rows?format=csv");
  response.once("data", () => response.pause());
  let before = -1;
  // The socket's buffers fill up; then nothing is read until somebody takes what there is.
  await vi.waitFor(
    () => {
      const still = pagesRead === before;
      before = pagesRead;
      expect(still && pagesRead > 1).toBe(true);
    },
    { interval: 200, timeout: 20_000 },
  );
  expect(pagesRead).toBeLessThan(100);
  response.destroy();
  await expect.poll(trail).toMatchObject([{ action: "list.exported", target: { complete: false } }]);
  const [{ target }] = await trail();
  expect(target.rows).toBeLessThanOrEqual(pagesRead * 500);
  expect(pagesRead).toBeLessThanOrEqual(before + 1);
});

it("breaks off when its reader loses access, so that no stump passes for the whole", async () => {
  onPage = async (page) => {
    if (page !== 2) return;
    await installation.owner.query("update sessions set revoked_at = now() where id = $1", [admin.sessionId]);
    await announceAccessChange({ organizationId, userId: admin.id, sessionId: admin.sessionId });
  };
  const response = await ask("/api/rows?format=csv");
  await expect(response.text()).rejects.toThrow();
  await expect.poll(trail).toMatchObject([{ target: { rows: 1_000, complete: false } }]);
});
