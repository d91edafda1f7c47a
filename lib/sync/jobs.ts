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

/** Starts the syncs that are due by their integrations' schedules. */
export const startDueSyncs = defineJob({
  name: "sync.start_due",
  queue: "transformations",
  payload: z.object({}),
  lane: () => "sync.start_due",
  everySeconds: 15,
});

/** Deletes what unfinished runs saw, once nobody will go on with them. */
export const sweepSeen = defineJob({
  name: "sync.sweep_seen",
  queue: "transformations",
  payload: z.object({}),
  lane: () => "sync.sweep_seen",
  everySeconds: 3_600,
});
