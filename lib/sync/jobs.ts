/** The jobs of synchronisation. Imported by producers and by the worker; imports no handler. */
import { z } from "zod";
import { defineJob } from "@/lib/queue";

/** Runs slices of one sync job until it has ended; one at a time per integration. */
export const runSyncJob = defineJob({
  name: "sync.run",
  queue: "sync",
  payload: z.object({
    syncJobId: z.guid(),
    organizationId: z.guid(),
    integrationId: z.guid(),
  }),
  lane: (payload) => `sync-${payload.integrationId}`,
});

/** Deletes what unfinished runs saw, once nobody will go on with them. */
export const sweepSeen = defineJob({
  name: "sync.sweep_seen",
  queue: "transformations",
  payload: z.object({}),
  lane: () => "sync.sweep_seen",
  everySeconds: 3_600,
});
