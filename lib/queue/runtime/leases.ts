/** The leases a worker process holds, renewed together. A job whose lease is gone hears it through its signal. */
import { hasCode } from "@/lib/platform/errors";
import { queueErrors } from "../errors";
import { renewLeases, type Ticket } from "../job-store";
import type { Timing } from "./timing";

interface Lease {
  readonly ticket: Ticket;
  readonly controller: AbortController;
  /** By this process's monotonic clock; taken before the statement that prolonged it was sent. */
  heldUntil: number;
}

export interface Leases {
  /** Notes a lease just taken. */
  hold(ticket: Ticket): AbortSignal;
  release(ticket: Ticket): void;
  /** Prolongs all leases; aborts the jobs whose lease another has, or could not be prolonged in time. */
  renew(): Promise<void>;
  /** Aborts all jobs, and those that still come, because the worker stops. */
  abortAll(): void;
  held(): Ticket[];
}

const keyOf = ({ id, epoch }: Ticket) => `${id}-${epoch}`;

function lose({ controller, ticket }: Lease): void {
  controller.abort(queueErrors.lease_lost({ internal: { jobId: ticket.id } }));
}

export function makeLeases({ leaseMs }: Pick<Timing, "leaseMs">): Leases {
  const leases = new Map<string, Lease>();
  let isStopped = false;
  const held = () => [...leases.values()];

  async function renew(): Promise<void> {
    const asked = held();
    if (asked.length === 0) return;
    const heldUntil = performance.now() + leaseMs;
    try {
      const kept = await renewLeases(
        asked.map((lease) => lease.ticket),
        leaseMs,
      );
      for (const lease of asked) {
        if (kept.has(lease.ticket.id)) lease.heldUntil = heldUntil;
        else if (leases.has(keyOf(lease.ticket))) lose(lease);
      }
    } finally {
      for (const lease of held()) if (lease.heldUntil < performance.now()) lose(lease);
    }
  }

  return {
    hold(ticket) {
      const controller = new AbortController();
      leases.set(keyOf(ticket), { ticket, controller, heldUntil: performance.now() + leaseMs });
      if (isStopped) controller.abort(queueErrors.worker_stopping());
      return controller.signal;
    },
    release: (ticket) => void leases.delete(keyOf(ticket)),
    renew,
    abortAll() {
      isStopped = true;
      for (const lease of held()) lease.controller.abort(queueErrors.worker_stopping());
    },
    held: () => held().map((lease) => lease.ticket),
  };
}

/** True when a job was aborted because its worker stops, so that it is handed back instead of counted as failed. */
export function isStopping(signal: AbortSignal): boolean {
  return signal.aborted && hasCode(signal.reason, "worker_stopping");
}
