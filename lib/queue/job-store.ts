/** The life of a job's row in a worker: taken, kept alive, ended. Each step compares the epoch. */
import { type Tx, withSystem } from "@/lib/platform/db";
import { queueErrors } from "./errors";
import { promoteNext } from "./lanes";
import type { Verdict } from "./verdict";

/** One hand-over of one job; what travels through Redis. */
export interface Ticket {
  readonly id: string;
  readonly epoch: number;
}

export interface JobRow {
  readonly id: string;
  readonly organization_id: string | null;
  readonly name: string;
  readonly lane: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly postponements: number;
  readonly crashes: number;
  readonly epoch: number;
  readonly request_id: string | null;
}

/** Takes the lease of a job that was handed over. Undefined when the ticket is stale. */
export function takeJob(ticket: Ticket, leaseMs: number): Promise<JobRow | undefined> {
  return withSystem("relay", (tx) =>
    tx.one<JobRow>(
      `update queue_jobs
          set state = 'running', lease_until = clock_timestamp() + $3 * interval '1 ms'
        where id = $1 and epoch = $2 and state = 'dispatched'
        returning id, organization_id, name, lane, payload, attempts, max_attempts, postponements, crashes, epoch,
                  request_id`,
      [ticket.id, ticket.epoch, leaseMs],
    ),
  );
}

/** Prolongs the leases held by this process; answers the ids of those it still holds. */
export async function renewLeases(tickets: readonly Ticket[], leaseMs: number): Promise<Set<string>> {
  const kept = await withSystem("relay", (tx) =>
    tx.query<{ id: string }>(
      `update queue_jobs j
          set lease_until = clock_timestamp() + $3 * interval '1 ms'
         from unnest($1::uuid[], $2::int[]) as held (id, epoch)
        where j.id = held.id and j.epoch = held.epoch and j.state = 'running'
        returning j.id`,
      [tickets.map((ticket) => ticket.id), tickets.map((ticket) => ticket.epoch), leaseMs],
    ),
  );
  return new Set(kept.map((row) => row.id));
}

/** Refuses a transaction of a worker that no longer holds the job, and keeps the job from others until it ends. */
export async function fenceJob(tx: Tx, ticket: Ticket): Promise<void> {
  const held = await tx.one(
    "select id from queue_jobs where id = $1 and epoch = $2 and state = 'running' for no key update",
    [ticket.id, ticket.epoch],
  );
  if (!held) throw leaseLost(ticket);
}

function leaseLost({ id, epoch }: Ticket): Error {
  return queueErrors.lease_lost({ internal: { jobId: id, epoch } });
}

/** Forgets the failures and crashes of a job that got further. */
export async function forgetFailures(tx: Tx, ticket: Ticket): Promise<void> {
  await tx.execute(
    `update queue_jobs set attempts = 0, crashes = 0, postponements = 0
      where id = $1 and (attempts, crashes, postponements) <> (0, 0, 0)`,
    [ticket.id],
  );
}

/** Records what became of a job. False when another worker has it by now: then nothing changes. */
export function settleJob(ticket: Ticket, verdict: Verdict): Promise<boolean> {
  return withSystem("relay", (tx) => settleJobIn(tx, ticket, verdict));
}

async function settleJobIn(tx: Tx, ticket: Ticket, verdict: Verdict): Promise<boolean> {
  const change = changeOf(verdict);
  const settled = await tx.one<{ lane: string }>(settle, [
    ticket.id,
    ticket.epoch,
    change.state,
    change.delayMs,
    change.failed,
    change.postponed,
    change.error ? JSON.stringify(change.error) : null,
    change.advanced ?? false,
  ]);
  const hasEnded = change.state === "done" || change.state === "dead";
  if (settled && hasEnded && settled.lane !== ticket.id) await promoteNext(tx, settled.lane);
  return settled !== undefined;
}

/** Ends a job in the transaction of its effects, so that both happen or neither. */
export async function completeJob(tx: Tx, ticket: Ticket): Promise<void> {
  if (!(await settleJobIn(tx, ticket, { next: "done" }))) throw leaseLost(ticket);
}

interface RowChange {
  readonly state: "waiting" | "delayed" | "done" | "dead";
  /** Absent for a job that keeps the due time it had. */
  readonly delayMs?: number;
  readonly failed?: 1;
  readonly postponed?: 1;
  readonly advanced?: true;
  readonly error?: object;
}

function changeOf(verdict: Verdict): RowChange {
  switch (verdict.next) {
    case "done":
      return { state: "done", advanced: true };
    case "again":
      return { state: verdict.delayMs > 0 ? "delayed" : "waiting", delayMs: verdict.delayMs, advanced: true };
    case "hand_back":
      return { state: "waiting" };
    case "retry":
      return { state: "delayed", delayMs: verdict.delayMs, failed: 1, error: verdict.error };
    case "postpone":
      return { state: "delayed", delayMs: verdict.delayMs, postponed: 1, error: verdict.error };
    case "dead":
      return { state: "dead", failed: 1, error: verdict.error };
    default:
      return verdict satisfies never;
  }
}

const settle = `
  update queue_jobs
     set state = $3,
         ready = $3 in ('waiting', 'delayed'),
         run_at = coalesce(clock_timestamp() + $4::int * interval '1 ms', run_at),
         attempts = case when $8 then 0 else attempts end + coalesce($5::int, 0),
         postponements = case when $8 then 0 else postponements end + coalesce($6::int, 0),
         crashes = case when $8 then 0 else crashes end,
         error = case when $8 then null else coalesce($7::jsonb, error) end,
         lease_until = null,
         finished_at = case when $3 in ('done', 'dead') then clock_timestamp() end
   where id = $1 and epoch = $2 and state = 'running'
  returning lane`;
