/** The jobs of synchronisation. Imported by producers and by the worker; imports no handler. */
import { z } from "zod";
import { defineJob } from "@/lib/queue";
import { remapType } from "./schema";

const syncJobRef = z.object({
  syncJobId: z.guid(),
  organizationId: z.guid(),
  integrationId: z.guid(),
});

/** Lanes are of all queues: whatever works on an integration's records does so one after the other. */
const laneOf = ({ integrationId }: z.output<typeof syncJobRef>) => `sync-${integrationId}`;

/** Runs slices of one sync job until it has ended; one at a time per integration. */
export const runSyncJob = defineJob({
  name: "sync.run",
  queue: "sync",
  payload: syncJobRef,
  lane: laneOf,
});

/** Runs slices of a sync job that maps anew what is kept: work for the processor, which takes no turn from the pulls of others. */
export const remapRecords = defineJob({
  name: "sync.remap",
  queue: "transformations",
  payload: syncJobRef,
  lane: laneOf,
});

/** The job of the queue that drives a sync job of this type. */
export function driverOf(type: string): typeof runSyncJob {
  return type === remapType ? remapRecords : runSyncJob;
}

/** Starts the syncs that are due by their integrations' schedules. */
export const startDueSyncs = defineJob({
  name: "sync.start_due",
  queue: "transformations",
  payload: z.object({}),
  lane: () => "sync.start_due",
  everySeconds: 15,
});

/** Deletes what a complete run saw, and the jobs that it went on from. */
export const forgetSeen = defineJob({
  name: "sync.forget_seen",
  queue: "transformations",
  payload: z.object({ syncJobIds: z.array(z.guid()) }),
});

/** Deletes what unfinished runs saw, once nobody will go on with them. */
export const sweepSeen = defineJob({
  name: "sync.sweep_seen",
  queue: "transformations",
  payload: z.object({}),
  lane: () => "sync.sweep_seen",
  everySeconds: 3_600,
});
