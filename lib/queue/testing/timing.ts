import type { Timing } from "../runtime";

/** A worker's clockwork, fast enough for tests. */
export const fastTiming: Partial<Timing> = {
  leaseMs: 1_500,
  renewMs: 300,
  dispatchLeaseMs: 3_000,
  relayMs: 20,
  reconcileMs: 100,
  heartbeatMs: 500,
  scheduleMs: 100,
  graceMs: 1_000,
};
