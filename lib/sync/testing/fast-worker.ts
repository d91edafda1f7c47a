/**
 * The product's worker with a faster clockwork, for tests that kill it: a program, not a module. It loads, and begins
 * to work when its parent says so: starting Node takes longer than what most tests are about.
 */
import { startWorkers } from "@/lib/queue/runtime";
import { fastTiming } from "@/lib/queue/testing/timing";
import { handlers } from "@/workers/handlers";

process.once("message", () => {
  // Short slices, so that a small job is handed over several times.
  const timing = { ...fastTiming, leaseMs: 1_000, renewMs: 200, sliceMs: 1_000 };
  const workers = startWorkers({ handlers, roles: ["sync", "transformations", "webhooks", "relay"], timing });
  process.once("SIGTERM", () => void workers.stop().then(() => process.exit()));
});
