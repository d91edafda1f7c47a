/** The clockwork of a worker, in milliseconds. Tests make it faster; nothing else changes it. */
export const timing = {
  /** How long a running job is a worker's without renewal: the wait after a crash. */
  leaseMs: 15_000,
  renewMs: 4_000,
  /** How long a job may wait in Redis before it is taken back and handed over anew. */
  dispatchLeaseMs: 30_000,
  relayMs: 100,
  reconcileMs: 1_000,
  heartbeatMs: 5_000,
  scheduleMs: 1_000,
  /** What a handler gets for one slice. */
  sliceMs: 10_000,
  /** How long running jobs have to end after a stop was asked for. */
  graceMs: 20_000,
} as const;

export type Timing = { readonly [Name in keyof typeof timing]: number };
