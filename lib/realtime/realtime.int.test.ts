import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as ticketRoute from "@/app/api/realtime/ticket/route";
import { announceAccessChange } from "@/lib/auth";
import { addKey, addPerson, type Caller, type Person } from "@/lib/http/testing/callers";
import { type ServedRoutes, serveRoutes } from "@/lib/http/testing/served-routes";
import { broadcast, broadcastAll } from "@/lib/platform/broadcast";
import { newId } from "@/lib/platform/ids";
import { closeRedis, patientRedis, quickRedis } from "@/lib/platform/redis";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { type Gateway, openGateway } from ".";
import { type Frame, LiveClients } from "./testing/live-client";

const installation = installationForTests();
let organizationId: string;
let gateway: Gateway;
let server: ServedRoutes;
let admin: Person;
const clients = new LiveClients(() => server);

beforeAll(async () => {
  organizationId = await installation.addOrganization();
  admin = await addPerson(installation, organizationId, "admin");
  gateway = openGateway();
  server = await serveRoutes(
    { "/api/realtime/ticket": { POST: ticketRoute.POST } },
    { upgrade: (request, socket, head) => void gateway.upgrade(request, socket, head) },
  );
  await clients.untilHeard(admin);
});

afterEach(() => clients.terminateAll());

afterAll(async () => {
  gateway.close();
  await server.close();
  await closeRedis("patient.realtime");
});

function tell(channel: string, fields: Record<string, unknown> = {}, organization = organizationId): void {
  broadcast({ organizationId: organization, channel, message: { type: "RECORD_CHANGED", ...fields } });
}

async function addToClinic(recordId: string, clinicId: string): Promise<void> {
  await installation.owner.query(
    "insert into record_clinics (organization_id, record_id, clinic_id) values ($1, $2, $3)",
    [organizationId, recordId, clinicId],
  );
}

function ticketFor(caller: Caller): Promise<Response> {
  return fetch(`${server.url}/api/realtime/ticket`, { method: "POST", headers: caller.headers });
}

describe("opening a socket", () => {
  it("greets a signed-in person of our own page", async () => {
    const client = await clients.connectAs(admin);
    await expect.poll(() => client.of("HELLO")).toHaveLength(1);
    expect(client.of("HELLO")[0]).toMatchObject({
      sessionId: expect.any(String),
      serverTime: expect.any(String),
    });
  });

  it("refuses strangers, other sites' pages and tickets that are none", async () => {
    expect(await clients.connect("")).toBe(401);
    expect(await clients.connect("", { ...admin.headers, origin: "https://evil.example" })).toBe(403);
    expect(await clients.connect("?ticket=nonsense", admin.headers)).toBe(401);
  });

  it("takes a ticket once", async () => {
    const key = await addKey(installation, organizationId, ["sync:read"]);
    const response = await ticketFor(key);
    expect(response.status).toBe(201);
    const { ticket } = (await response.json()) as { ticket: string };
    expect(typeof (await clients.connect(`?ticket=${ticket}`))).toBe("object");
    expect(await clients.connect(`?ticket=${ticket}`)).toBe(401);
  });
});

describe("channels", () => {
  it("bring news of the own organization in order and nothing of another", async () => {
    const foreign = await installation.addOrganization();
    const client = await clients.follow(admin, "records:patients");
    tell("records:patients", { n: 0 }, foreign);
    for (let n = 1; n <= 20; n += 1) tell("records:patients", { n });
    await expect.poll(() => client.of("RECORD_CHANGED")).toHaveLength(20);
    const news = client.of("RECORD_CHANGED");
    expect(news.map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(news.every(({ seq }, at) => at === 0 || seq > (news[at - 1]?.seq ?? 0))).toBe(true);
    expect(news[0]?.seq).toBeGreaterThan(client.of("SUBSCRIBED")[0]?.seq ?? Number.POSITIVE_INFINITY);
  });

  it("refuse who may not follow, and names that do not exist", async () => {
    const [driver, clinic] = [
      await addPerson(installation, organizationId, "driver"),
      await addPerson(installation, organizationId, "clinic_staff"),
    ];
    const refused: (string | undefined)[] = [];
    for (const [caller, channel] of [
      [driver, "sync"],
      [clinic, "sync"],
      [clinic, "messages"],
      [admin, "weather"],
      [admin, "sync:not-an-id"],
    ] as const) {
      const client = await clients.connectAs(caller);
      client.send({ type: "subscribe", channel });
      await expect.poll(() => client.of("ERROR")).toHaveLength(1);
      refused.push(client.of("ERROR")[0]?.code);
    }
    expect(refused).toEqual(["forbidden", "forbidden", "forbidden", "channel_unknown", "channel_unknown"]);
  });

  it("tell people of some clinics of the records of their clinics alone, in order", async () => {
    const [own, other] = [newId(), newId()];
    const reader = await addPerson(installation, organizationId, "clinic_staff");
    await installation.owner.query("update memberships set clinic_ids = $1 where user_id = $2", [
      [own],
      reader.id,
    ]);
    const records = Array.from({ length: 6 }, () => newId());
    // Of every three, the first is theirs, the second another clinic's, the third nobody's.
    for (const [n, recordId] of records.entries()) {
      if (n % 3 < 2) await addToClinic(recordId, n % 3 === 0 ? own : other);
    }
    const [limited, whole] = [
      await clients.follow(reader, "records:patients"),
      await clients.follow(admin, "records:patients"),
    ];
    tell("records:patients", { recordId: records[0], n: 0 });
    const messages = records.map((recordId, n) => ({ type: "RECORD_CHANGED", recordId, n: n + 1 }));
    broadcastAll({ organizationId, channel: "records:patients", messages });
    await expect.poll(() => whole.of("RECORD_CHANGED")).toHaveLength(7);
    await expect.poll(() => limited.of("RECORD_CHANGED").map(({ n }) => n)).toEqual([0, 1, 4]);
    const seen = limited.of("RECORD_CHANGED")[0]?.seq;
    const back = await clients.follow(reader, "records:patients", seen);
    await expect.poll(() => back.of("RECORD_CHANGED").map(({ n }) => n)).toEqual([1, 4]);
  });

  it("answer what cannot be read with an ERROR and go on", async () => {
    const client = await clients.connectAs(admin);
    for (const message of ["{", "null", '{"type":"DANCE"}', '{"type":"subscribe"}']) client.send(message);
    await expect.poll(() => client.of("ERROR")).toHaveLength(4);
    client.send({ type: "subscribe", channel: "sync" });
    await expect.poll(() => client.of("SUBSCRIBED")).toHaveLength(1);
  });

  it("end with unsubscribe", async () => {
    const [left, stayed] = [await clients.follow(admin, "sync"), await clients.follow(admin, "sync")];
    left.send({ type: "unsubscribe", channel: "sync" });
    left.send({ type: "subscribe", channel: "records:patients" });
    await expect.poll(() => left.of("SUBSCRIBED")).toHaveLength(2);
    tell("sync");
    await expect.poll(() => stayed.of("RECORD_CHANGED")).toHaveLength(1);
    expect(left.of("RECORD_CHANGED")).toHaveLength(0);
  });

  it("pass on the progress of a job at most four times a second, the newest at the end", async () => {
    const jobId = newId();
    const client = await clients.follow(admin, "sync");
    const startedAt = performance.now();
    for (let processed = 1; processed <= 300; processed += 1) {
      const progress = { processed };
      broadcast({ organizationId, channel: "sync", message: { type: "SYNC_PROGRESS", jobId, progress } });
      if (processed % 20 === 0) await quickRedis().ping();
    }
    await expect.poll(() => client.of("SYNC_PROGRESS").at(-1)?.progress).toEqual({ processed: 300 });
    const seconds = (performance.now() - startedAt) / 1_000;
    expect(client.of("SYNC_PROGRESS").length).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 1);
  });
});

describe("coming back", () => {
  it("gets what was missed since the last number seen", async () => {
    const client = await clients.follow(admin, "records:lab_results");
    tell("records:lab_results", { n: 1 });
    await expect.poll(() => client.of("RECORD_CHANGED")).toHaveLength(1);
    client.ws.terminate();
    const watcher = await clients.follow(admin, "records:lab_results");
    for (const n of [2, 3]) tell("records:lab_results", { n });
    await expect.poll(() => watcher.of("RECORD_CHANGED")).toHaveLength(2);
    const back = await clients.follow(admin, "records:lab_results", client.of("RECORD_CHANGED")[0]?.seq);
    await expect.poll(() => back.of("RECORD_CHANGED").map(({ n }) => n)).toEqual([2, 3]);
    expect(back.of("RESYNC")).toHaveLength(0);
  });

  it("is told to read again when that number is too old to know", async () => {
    const client = await clients.follow(admin, "sync", 1);
    await expect.poll(() => client.of("RESYNC")).toMatchObject([{ channel: "sync" }]);
  });
});

describe("losing access", () => {
  it("ends the sockets of a session that was revoked, at once", async () => {
    const person = await addPerson(installation, organizationId, "admin");
    const client = await clients.follow(person, "sync");
    const closed = new Promise<number>((resolve) => client.ws.on("close", resolve));
    await installation.owner.query("update sessions set revoked_at = now() where id = $1", [
      person.sessionId,
    ]);
    await announceAccessChange({ organizationId, userId: person.id, sessionId: person.sessionId });
    expect(await closed).toBe(1008);
  });

  it("ends the channels a new role does not cover", async () => {
    const person = await addPerson(installation, organizationId, "admin");
    const client = await clients.follow(person, "sync");
    await installation.owner.query("update memberships set role = 'driver' where user_id = $1", [person.id]);
    await announceAccessChange({ organizationId, userId: person.id });
    await expect.poll(() => client.of("ERROR")).toMatchObject([{ code: "forbidden", channel: "sync" }]);
  });
});

describe("when Redis goes away and comes back", () => {
  it("says that nothing is live, then asks to read again and goes on", async () => {
    const client = await clients.follow(admin, "sync");
    patientRedis("realtime").disconnect(true);
    await expect.poll(() => client.of("ERROR")).toMatchObject([{ code: "not_live" }]);
    await expect.poll(() => client.of("RESYNC")).toMatchObject([{ channel: "sync" }]);
    tell("sync");
    await expect.poll(() => client.of("RECORD_CHANGED")).toHaveLength(1);
  });

  it("gives no tickets meanwhile, and takes none", async () => {
    const { REDIS_URL } = process.env;
    const { ticket } = (await (await ticketFor(admin)).json()) as { ticket: string };
    await closeRedis("quick");
    setEnvironment({ REDIS_URL: "redis://127.0.0.1:9/0" });
    const refused = await ticketFor(admin);
    expect([refused.status, ((await refused.json()) as Frame).code]).toEqual([503, "ticket_unavailable"]);
    expect(await clients.connect(`?ticket=${ticket}`)).toBe(401);
    await closeRedis("quick");
    setEnvironment({ REDIS_URL });
  });
});
