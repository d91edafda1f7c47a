/** Workers in this process on a database and a Redis of their own, and one kind of job for them. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { z } from "zod";
import { withOrganization } from "@/lib/platform/db";
import { openRedis, type TestRedis } from "@/lib/platform/testing/redis";
import { defineJob, type EnqueueOptions, enqueue, type JobContext, type JobHandler, nudge } from "..";
import { type Running, startWorkers, type Timing } from "../runtime";
import { openTestbed, type Testbed } from "./testbed";
import { fastTiming } from "./timing";

export const work = defineJob({
  name: "test.work",
  queue: "webhooks",
  payload: z.object({ label: z.string() }),
  retry: { retries: 2, firstDelayMs: 20 },
});

const waitMs = 15_000;

/** Waits until a check holds. */
export function until(check: () => Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: waitMs, interval: 25 });
}

export class Crew {
  readonly #running: Running[] = [];

  private constructor(
    readonly bed: Testbed,
    readonly redis: TestRedis,
  ) {}

  static async open(): Promise<Crew> {
    const redis = await openRedis();
    return new Crew(await openTestbed({ REDIS_URL: redis.url, WEBHOOK_CONCURRENCY: "4" }), redis);
  }

  async close(): Promise<void> {
    await this.bed.close();
    await this.redis.close();
  }

  async reset(): Promise<void> {
    await this.bed.owner.query("truncate queue_jobs, test_effects, scheduled_tasks, worker_heartbeats");
  }

  start(handlers: JobHandler[], timing: Partial<Timing> = {}): Running {
    const roles = ["webhooks", "transformations", "relay", "scheduler"] as const;
    const workers = startWorkers({ handlers, roles, timing: { ...fastTiming, ...timing } });
    this.#running.push(workers);
    return workers;
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((workers) => workers.stop()));
  }

  async put(label: string, options: Partial<EnqueueOptions> = {}): Promise<string> {
    const { organizationId } = this.bed;
    const id = await withOrganization(this.bed, (tx) =>
      enqueue(tx, work, { label }, { organizationId, ...options }),
    );
    nudge();
    return id;
  }

  /** What a test job does: one row, fenced, so that a stale worker leaves nothing. */
  leaveEffect = (context: JobContext<{ label: string }>): Promise<void> =>
    withOrganization(this.bed, async (tx) => {
      await context.fence(tx);
      await tx.execute("insert into test_effects (job_id, label, epoch) values ($1, $2, $3)", [
        context.jobId,
        context.payload.label,
        context.epoch,
      ]);
    });

  /** The effects in their order. */
  async labels(): Promise<string[]> {
    const { rows } = await this.bed.owner.query<{ label: string }>(
      "select label from test_effects order by n",
    );
    return rows.map((row) => row.label);
  }

  /** How many test jobs are in which state. */
  async states(): Promise<Record<string, number>> {
    const { rows } = await this.bed.owner.query<{ state: string; total: number }>(
      "select state, count(*)::int as total from queue_jobs where name = 'test.work' group by state",
    );
    return Object.fromEntries(rows.map((row) => [row.state, row.total]));
  }

  untilDone(total: number): Promise<void> {
    return until(async () => expect(await this.states()).toEqual({ done: total }));
  }
}

/** A crew for the tests of one file: each begins with empty tables, and its workers end with it. */
export function openCrewForTests(hand: (crew: Crew) => void): void {
  let crew: Crew;
  beforeAll(async () => {
    crew = await Crew.open();
    hand(crew);
  });
  afterAll(() => crew.close());
  beforeEach(() => crew.reset());
  afterEach(() => crew.stopAll());
}
