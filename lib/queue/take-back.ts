/** Taking jobs back: from a Redis that lost them, from workers that died. */
import type { Tx } from "@/lib/platform/db";
import type { Ticket } from "./job-store";

/** A job that ended its worker this often is not run again. */
export const maxCrashes = 3;

/** Takes back these hand-overs as far as nobody has started them. */
export function takeBack(tx: Tx, tickets: readonly Ticket[]): Promise<number> {
  return tx.execute(
    `update queue_jobs j set state = 'waiting', lease_until = null
       from unnest($1::uuid[], $2::int[]) as given (id, epoch)
      where j.id = given.id and j.epoch = given.epoch and j.state = 'dispatched'`,
    [tickets.map((ticket) => ticket.id), tickets.map((ticket) => ticket.epoch)],
  );
}

/** Takes back all that nobody has started, after Redis was wiped. What still runs is not touched. */
export function takeBackDispatched(tx: Tx): Promise<number> {
  return tx.execute("update queue_jobs set state = 'waiting', lease_until = null where state = 'dispatched'");
}

/**
 * Takes back what nobody started in time, and what runs under a lease that has ended: its worker died. The latter is
 * counted; the worker that takes the job after the last crash buries it instead.
 */
export function takeBackExpired(tx: Tx): Promise<number> {
  return tx.execute(
    `update queue_jobs
        set crashes = crashes + case when state = 'running' then 1 else 0 end, state = 'waiting', lease_until = null
      where id in (select id from queue_jobs
                    where state in ('dispatched', 'running') and lease_until < clock_timestamp()
                    for update skip locked)`,
  );
}
