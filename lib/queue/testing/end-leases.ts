import type { Client } from "pg";

/**
 * Ends every lease, as if its time had come: what dead workers held is taken back at once. How long a lease lasts after
 * a crash is told by the tests of the queue alone.
 */
export async function endLeases(owner: Client): Promise<void> {
  await owner.query("update queue_jobs set lease_until = now() where state in ('dispatched', 'running')");
}
