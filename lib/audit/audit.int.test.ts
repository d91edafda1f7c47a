import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nowMs, setClock } from "@/lib/platform/clock";
import { databaseCode, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { withLogContext } from "@/lib/platform/logger";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { type AuditEntry, listAudit, recordAudit, recordAudits, sealAudit, verifyAudit } from ".";

const installation = installationForTests();
let actor: { kind: "user"; id: string; name: string; organizationId: string; permissions: Set<never> };

beforeEach(async () => {
  actor = {
    kind: "user",
    id: newId(),
    name: "Mara Lindqvist",
    organizationId: await installation.addOrganization(),
    permissions: new Set(),
  };
});

function record(entry: AuditEntry): Promise<void> {
  return withOrganization(actor, (tx) => recordAudit(tx, actor, entry));
}

async function recordMany(count: number): Promise<void> {
  await withOrganization(actor, async (tx) => {
    const entries = Array.from({ length: count }, (_, at) => {
      return { action: "test.done", entity: "thing", recordId: `${at}`, target: { b: at, a: ["x"] } };
    });
    await recordAudits(tx, actor, entries);
  });
}

/** Seals until nothing is open: any transaction on the server that is older than a row holds it back. */
async function sealAll(): Promise<void> {
  await vi.waitFor(
    async () => {
      await sealAudit();
      const { rowCount } = await installation.owner.query("select 1 from audit_events where seq is null");
      expect(rowCount).toBe(0);
    },
    { timeout: 15_000, interval: 50 },
  );
}

/** Runs a statement as the database's owner, past every rule. */
async function tamper(statement: string, values: unknown[] = []): Promise<void> {
  const { rowCount } = await installation.owner.query(statement, values);
  expect(rowCount).toBeGreaterThan(0);
}

const ofOrganization = "organization_id = $1";

describe("an entry", () => {
  it("stands in the trail exactly if the change it tells of was kept", async () => {
    const lost = withOrganization(actor, async (tx) => {
      await recordAudit(tx, actor, { action: "test.lost" });
      throw new Error("the change failed");
    });
    await expect(lost).rejects.toThrow("the change failed");
    await record({ action: "test.kept" });
    const { data } = await listAudit(actor, {}, { limit: 10 });
    expect(data.map((entry) => entry.action)).toEqual(["test.kept"]);
  });

  it("names the request that is being served, and the address it came from", async () => {
    await withLogContext({ requestId: "req-9", ip: "198.51.100.7" }, () => record({ action: "test.served" }));
    const { data } = await listAudit(actor, {}, { limit: 1 });
    expect(data).toMatchObject([{ action: "test.served", requestId: "req-9", ip: "198.51.100.7" }]);
  });

  it("can be neither changed nor deleted nor numbered by the application", async () => {
    await record({ action: "test.done" });
    for (const statement of [
      "update audit_events set actor_name = 'Nobody'",
      "delete from audit_events",
      "truncate audit_events",
      `insert into audit_events (id, organization_id, at, actor_kind, actor_id, actor_name, action, mac, seq)
       select gen_random_uuid(), organization_id, at, actor_kind, actor_id, actor_name, action, mac, 1 from audit_events`,
    ]) {
      const outcome = await withOrganization(actor, (tx) => tx.execute(statement)).catch(databaseCode);
      expect(outcome).toBe("42501");
    }
  });

  it("is listed by who, what, on which record and when, page by page, newest first", async () => {
    const start = nowMs();
    let at = start;
    const restore = setClock(() => at);
    for (const [index, action] of ["user.created", "user.disabled", "userless.done"].entries()) {
      at = start + index * 1_000;
      await record({ action, entity: "user", recordId: `r${index}`, ip: "10.0.0.1", requestId: "req-1" });
    }
    restore();
    const actions = async (filter: Parameters<typeof listAudit>[1]) =>
      (await listAudit(actor, filter, { limit: 10 })).data.map((entry) => entry.action);
    expect(await actions({})).toEqual(["userless.done", "user.disabled", "user.created"]);
    expect(await actions({ action: "user" })).toEqual(["user.disabled", "user.created"]);
    expect(await actions({ recordId: "r1" })).toEqual(["user.disabled"]);
    expect(await actions({ actor: "somebody else" })).toEqual([]);
    expect(await actions({ entity: "user", from: new Date(start + 1_000).toISOString() })).toHaveLength(2);
    expect(await actions({ to: new Date(start + 1_000).toISOString() })).toEqual(["user.created"]);

    const first = await listAudit(actor, {}, { limit: 2 });
    const second = await listAudit(actor, {}, { limit: 2, after: first.next ?? undefined });
    expect(second.data.map((entry) => entry.action)).toEqual(["user.created"]);
    expect(second.next).toBeNull();
    expect(second.data[0]).toMatchObject({
      actor: { kind: "user", id: actor.id, name: "Mara Lindqvist" },
      target: { entity: "user", recordId: "r0" },
      ip: "10.0.0.1",
      requestId: "req-1",
      hash: null,
    });
  });
});

describe("the sealer", () => {
  it("chains every row, in batches and over runs, and a whole trail verifies", async () => {
    await recordMany(1_200);
    await sealAll();
    await recordMany(3);
    expect(await verifyAudit(actor.organizationId)).toMatchObject({ ok: true, rows: 1_200 });
    await sealAll();
    expect(await verifyAudit(actor.organizationId)).toMatchObject({
      ok: true,
      rows: 1_203,
      head: { seq: 1_203 },
    });
  });

  it("numbers each row once when several sealers run at the same moment", async () => {
    await recordMany(50);
    await Promise.all([sealAudit(), sealAudit(), sealAudit()]);
    await sealAll();
    expect(await verifyAudit(actor.organizationId)).toMatchObject({ ok: true, rows: 50 });
  });

  it("waits for a transaction that began earlier and is still open", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let written = () => {};
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const early = withOrganization(actor, async (tx) => {
      await recordAudit(tx, actor, { action: "test.early" });
      written();
      await held;
    });
    await isWritten;
    await record({ action: "test.late" });
    await sealAudit();
    expect(await verifyAudit(actor.organizationId)).toMatchObject({ ok: true, rows: 0 });
    release();
    await early;
    await sealAll();
    const { rows } = await installation.owner.query(
      `select action from audit_events where ${ofOrganization} order by seq`,
      [actor.organizationId],
    );
    expect(rows).toEqual([{ action: "test.early" }, { action: "test.late" }]);
  });
});

describe("the verifier", () => {
  const trailRows = 40;
  beforeEach(async () => {
    await recordMany(trailRows);
    await sealAll();
  });

  const columns: [string, string][] = [
    ["at", "at - interval '1 millisecond'"],
    ["actor_kind", "'system'"],
    ["actor_id", "'somebody'"],
    ["actor_name", "'Somebody Else'"],
    ["action", "'test.undone'"],
    ["entity", "null"],
    ["record_id", "'another'"],
    ["target", `target || '{"b": -1}'`],
    ["request_id", "'forged'"],
    ["ip", "'10.9.9.9'"],
    ["mac", "sha256(mac)"],
  ];

  it.each(columns)("names the row whose %s was edited", async (column, value) => {
    await tamper(`update audit_events set ${column} = ${value} where ${ofOrganization} and seq = 17`, [
      actor.organizationId,
    ]);
    expect(await verifyAudit(actor.organizationId)).toMatchObject({
      ok: false,
      fault: { reason: "changed", seq: 17 },
    });
  });

  it("names the first row that was removed", async () => {
    await tamper(`delete from audit_events where ${ofOrganization} and seq in (9, 20)`, [
      actor.organizationId,
    ]);
    expect(await verifyAudit(actor.organizationId)).toMatchObject({
      ok: false,
      fault: { reason: "missing", seq: 9 },
    });
  });

  it("names the first of two rows that changed places", async () => {
    await tamper(`update audit_events set seq = -seq where ${ofOrganization} and seq in (5, 6)`, [
      actor.organizationId,
    ]);
    await tamper(`update audit_events set seq = 11 + seq where ${ofOrganization} and seq < 0`, [
      actor.organizationId,
    ]);
    expect(await verifyAudit(actor.organizationId)).toMatchObject({
      ok: false,
      fault: { reason: "unchained", seq: 5 },
    });
  });

  it("names a row forged without the key, sealed or not", async () => {
    await tamper(
      `insert into audit_events (id, organization_id, at, actor_kind, actor_id, actor_name, action, mac)
       select gen_random_uuid(), organization_id, at, actor_kind, actor_id, actor_name, action, mac
         from audit_events where ${ofOrganization} and seq = 1`,
      [actor.organizationId],
    );
    expect(await verifyAudit(actor.organizationId)).toMatchObject({
      ok: false,
      fault: { reason: "changed", seq: null },
    });
    await sealAll();
    expect(await verifyAudit(actor.organizationId)).toMatchObject({
      ok: false,
      fault: { reason: "changed", seq: trailRows + 1 },
    });
  });

  it("names where a trail was cut off, against a head noted before", async () => {
    const verdict = await verifyAudit(actor.organizationId);
    const heads = verdict.ok && verdict.head ? [verdict.head] : [];
    await tamper(`delete from audit_events where ${ofOrganization} and seq > 30`, [actor.organizationId]);
    expect(await verifyAudit(actor.organizationId)).toMatchObject({ ok: true, rows: 30 });
    expect(await verifyAudit(actor.organizationId, heads)).toMatchObject({
      ok: false,
      fault: { reason: "cut off", seq: 31 },
    });
  });
});

describe("heads kept in a file", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "carelane-audit-"));
    setEnvironment({ AUDIT_HEADS_FILE: join(folder, "heads.jsonl") });
  });
  afterEach(async () => {
    setEnvironment({ AUDIT_HEADS_FILE: undefined });
    await rm(folder, { recursive: true });
  });

  it("show by themselves that a trail was cut off or written anew", async () => {
    await recordMany(5);
    await sealAll();
    await recordMany(5);
    await sealAll();
    expect(await verifyAudit(actor.organizationId)).toMatchObject({ ok: true, rows: 10 });
    await tamper(`delete from audit_events where ${ofOrganization} and seq > 5`, [actor.organizationId]);
    expect(await verifyAudit(actor.organizationId)).toMatchObject({
      ok: false,
      fault: { reason: "cut off", seq: 6 },
    });
    await recordMany(5);
    await sealAll();
    expect(await verifyAudit(actor.organizationId)).toMatchObject({
      ok: false,
      fault: { reason: "rewritten", seq: 10 },
    });
  });
});
