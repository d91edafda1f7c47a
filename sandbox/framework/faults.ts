/** Faults that a test or a person orders from the sandbox: which calls they meet, and how often. */
import { z } from "zod";
import { Random } from "@/sandbox/framework/random";

/** Kinds that the framework plays on the wire, whatever the vendor. */
const wireKinds = ["latency", "status", "drop", "truncate", "slow_body", "malformed_page"] as const;
/** Kinds that need the vendor's knowledge: it asks for them where they belong. */
const vendorKinds = [
  "expired_token",
  "revoked_credential",
  "malformed_line",
  "duplicate_entry",
  "expired_page_session",
  "schema_drift",
  "nack",
  "unfiled",
] as const;

export const faultOrder = z.strictObject({
  vendor: z.string().min(1),
  kind: z.enum([...wireKinds, ...vendorKinds]),
  /** Chance of each throw; 1 when left out. */
  probability: z.number().min(0).max(1).optional(),
  /** How often it may happen; without end when left out. */
  count: z.int().positive().optional(),
  /** Met only by calls whose path and query contain this. */
  path: z.string().min(1).optional(),
  method: z.string().min(1).optional(),
  /** Milliseconds of latency, or between two pieces of a slow body. */
  ms: z.int().nonnegative().max(600_000).optional(),
  status: z.int().min(400).max(599).optional(),
  /** Seconds, sent as Retry-After. */
  retryAfter: z.int().nonnegative().optional(),
  /** Bytes before the cut of a truncated body, or in one piece of a slow one. */
  bytes: z.int().positive().optional(),
});

export type FaultOrder = z.infer<typeof faultOrder>;
/** An order to a vendor that stands fast. */
export type Fault = Omit<FaultOrder, "vendor">;
export type Rehearsed = (typeof vendorKinds)[number];
type Kind = FaultOrder["kind"];

/** What a fault is compared with. */
export interface FaultTarget {
  vendor: string;
  method: string;
  pathAndQuery: string;
}

interface ActiveFault {
  id: string;
  order: FaultOrder;
  fired: number;
}

/** The faults in force, oldest first. */
export class Faults {
  #active: ActiveFault[] = [];
  #ordered = 0;
  readonly #dice: Random;

  constructor(seed: number) {
    this.#dice = new Random(seed, "faults", 0);
  }

  add(order: FaultOrder): string {
    this.#ordered += 1;
    const id = `fault-${this.#ordered}`;
    this.#active.push({ id, order, fired: 0 });
    return id;
  }

  clear(): void {
    this.#active = [];
  }

  list(): (FaultOrder & { id: string; fired: number })[] {
    return this.#active.map(({ id, order, fired }) => ({ ...order, id, fired }));
  }

  /** Throws the dice for one kind on one call; returns the order to play, if any. */
  take(kind: Kind, target: FaultTarget): FaultOrder | undefined {
    const fault = this.#active.find((f) => f.order.kind === kind && this.#meets(f, target));
    if (fault) fault.fired += 1;
    return fault?.order;
  }

  #meets({ order, fired }: ActiveFault, target: FaultTarget): boolean {
    return (
      order.vendor === target.vendor &&
      fired < (order.count ?? Number.POSITIVE_INFINITY) &&
      (order.method === undefined || order.method.toUpperCase() === target.method) &&
      (order.path === undefined || target.pathAndQuery.includes(order.path)) &&
      (order.probability === undefined || this.#dice.chance(order.probability))
    );
  }
}
