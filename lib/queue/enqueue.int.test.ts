import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { withOrganization, withSystem } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { cancelJob, deadLetters, defineJob, enqueue, priorities, queueStatistics, retryDead } from ".";
import { dispatch } from "./dispatch";
import { settleJob, takeJob } from "./job-store";
import { openTestbed, type Testbed } from "./testing/testbed";
import { keptError } from "./verdict";

const send = defineJob({ name: "test.send", queue: "webhooks", payload: z.object({ to: z.string() }) });

let bed: Testbed;
let scope: { organizationId: string };
beforeAll(async () => {
  bed = await openTestbed();
});
afterAll(() => bed.close());
beforeEach(async () => {
  scope = { organizationId: newId() };
  await bed.owner.query("delete from queue_jobs");
});

function put(options: { lane?: string; runAt?: Date } = {}, organizationId = scope.organizationId) {
  return withOrganization({ organizationId }, (tx) =>
    enqueue(tx, send, { to: "a" }, { organizationId, ...options }),
  );
}
async function handOver() {
  return withSystem("relay", (tx) => dispatch(tx, "webhooks", 10, 10_000));
}
async function killOne(): Promise<string> {
  const [ticket] = await handOver();
  if (!ticket) throw new Error("nothing was handed over");
  await takeJob(ticket, 10_000);
  await settleJob(ticket, { next: "dead", error: keptError(new Error(), new Date(0)) });
  return ticket.id;
}

describe("enqueuing", () => {
  it("adds the job exactly if its transaction is kept", async () => {
    const lost = withOrganization(scope, async (tx) => {
      await enqueue(tx, send, { to: "a" }, scope);
      throw new Error("the caller changed its mind");
    });
    await expect(lost).rejects.toThrow("changed its mind");
    expect(await handOver()).toEqual([]);
    const id = await put();
    expect(await handOver()).toMatchObject([{ id, epoch: 1, name: "test.send" }]);
  });

  it("refuses a payload of another shape than the declared one", async () => {
    const wrong = JSON.parse('{"to": 5}');
    await expect(withOrganization(scope, (tx) => enqueue(tx, send, wrong, scope))).rejects.toMatchObject({
      code: "payload_invalid",
    });
  });

  it("keeps lanes of different organizations apart, whatever they are called", async () => {
    await put({ lane: "patient-1" });
    await put({ lane: "patient-1" }, newId());
    expect(await handOver()).toHaveLength(2);
  });

  it("shows an organization only its own counts", async () => {
    await put();
    await put({ lane: "l" });
    await put({ lane: "l" });
    await put({ runAt: new Date(Date.now() + 60_000) });
    await put({}, newId());
    const counts = await withOrganization(scope, queueStatistics);
    expect(counts.webhooks).toMatchObject({ waiting: 3, delayed: 1, active: 0, completed: 0 });
    expect(counts.sync).toMatchObject({ waiting: 0 });
  });
});

describe("taking a job out", () => {
  it("frees its lane, and leaves alone what runs", async () => {
    const first = await put({ lane: "l" });
    const second = await put({ lane: "l" });
    expect(await withOrganization(scope, (tx) => cancelJob(tx, first))).toBe(true);
    const [ticket] = await handOver();
    expect(ticket).toMatchObject({ id: second });
    if (ticket) await takeJob(ticket, 10_000);
    expect(await withOrganization(scope, (tx) => cancelJob(tx, second))).toBe(false);
  });

  it("makes a hand-over that is under way stale", async () => {
    const id = await put();
    const [ticket] = await handOver();
    expect(await withOrganization(scope, (tx) => cancelJob(tx, id))).toBe(true);
    expect(ticket && (await takeJob(ticket, 10_000))).toBeUndefined();
  });

  it("is refused for another organization's job", async () => {
    const id = await put();
    expect(await withOrganization({ organizationId: newId() }, (tx) => cancelJob(tx, id))).toBe(false);
  });
});

describe("dead letters", () => {
  it("hold the reason, page from the latest on, and go back with all their tries", async () => {
    for (let n = 0; n < 3; n += 1) {
      await put();
      await killOne();
    }
    const page = await withOrganization(scope, (tx) => deadLetters(tx, { queue: "webhooks", limit: 2 }));
    expect(page.data).toMatchObject([{ name: "test.send", error: { code: "unexpected" }, attempts: 1 }, {}]);
    const rest = await withOrganization(scope, (tx) =>
      deadLetters(tx, { limit: 2, cursor: page.nextCursor }),
    );
    expect(rest).toMatchObject({ data: [{}], nextCursor: null });
    const [latest] = page.data;
    expect(latest && (await withOrganization(scope, (tx) => retryDead(tx, latest.id)))).toBe(true);
    expect(await handOver()).toMatchObject([{ id: latest?.id, epoch: 2 }]);
  });

  it("do not hold up their lane", async () => {
    const first = await put({ lane: "l" });
    const second = await put({ lane: "l" });
    expect(await killOne()).toBe(first);
    expect(await handOver()).toMatchObject([{ id: second }]);
  });

  it("refuse a cursor that is not theirs", async () => {
    const asked = withOrganization(scope, (tx) => deadLetters(tx, { limit: 2, cursor: "e30" }));
    await expect(asked).rejects.toMatchObject({ code: "cursor_invalid" });
  });
});

describe("handing over", () => {
  it("keeps to the number of a job that may be in flight at once", async () => {
    const rare = defineJob({ name: "test.rare", queue: "webhooks", payload: z.object({}), concurrency: 2 });
    await withOrganization(scope, async (tx) => {
      for (let n = 0; n < 30; n += 1) await enqueue(tx, rare, {}, scope);
    });
    expect(await handOver()).toHaveLength(2);
    expect(await handOver()).toHaveLength(0);
  });

  it("starts the higher priority first, and the longer due among equals", async () => {
    const put = (priority: (typeof priorities)[keyof typeof priorities]) =>
      withOrganization(scope, (tx) => enqueue(tx, send, { to: "a" }, { ...scope, priority }));
    const low = await put(priorities.LOW);
    const normal = [await put(priorities.NORMAL), await put(priorities.NORMAL)];
    const urgent = await put(priorities.URGENT);
    const order: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      const [ticket] = await withSystem("relay", (tx) => dispatch(tx, "webhooks", 1, 10_000));
      order.push(ticket?.id ?? "none");
    }
    expect(order).toEqual([urgent, ...normal, low]);
  });
});
