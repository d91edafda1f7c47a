/** A database of their own for the queue's tests. */
import { Client } from "pg";
import { newId } from "@/lib/platform/ids";
import { openTestEnvironment } from "@/lib/platform/testing/installation";

export interface Testbed {
  readonly organizationId: string;
  /** Sees and may do everything. */
  readonly owner: Client;
  close(): Promise<void>;
}

/** A fresh database with the table `test_effects` for what test jobs do. */
export async function openTestbed(environment: Record<string, string> = {}): Promise<Testbed> {
  // A test that wants a Redis opens one that it may stop.
  const product = await openTestEnvironment({ REDIS_URL: "redis://127.0.0.1:1", ...environment });
  const owner = new Client(product.databaseUrl);
  await owner.connect();
  await owner.query(`
    create table test_effects (n bigserial, job_id uuid, label text, epoch int, started timestamptz, ended timestamptz);
    grant all on test_effects to carelane_app, carelane_system;
    grant all on sequence test_effects_n_seq to carelane_app, carelane_system;`);
  return {
    organizationId: newId(),
    owner,
    close: async () => {
      await owner.end();
      await product.close();
    },
  };
}
