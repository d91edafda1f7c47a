/** The queues as Prometheus sees them. */
import { Gauge } from "prom-client";
import { shared } from "@/lib/platform/container";
import { withSystem } from "@/lib/platform/db";
import { queueStatistics } from "@/lib/queue";
import { metricsRegistry } from "../metrics";

const states = ["waiting", "active", "delayed", "completed", "failed", "concurrency"] as const;

function makeGauge(): Gauge<"queue" | "state"> {
  return new Gauge({
    name: "carelane_queue_jobs",
    help: "Jobs by queue and state; completed and failed of the last 24 hours",
    labelNames: ["queue", "state"],
    registers: [metricsRegistry()],
  });
}

/** Everything this process can tell Prometheus, in its text format. Without a database the queues are left out. */
export async function prometheusText(): Promise<string> {
  const gauge = shared("http.queue-depth", makeGauge);
  gauge.reset();
  const queues = await withSystem("health", queueStatistics).catch(() => ({}));
  for (const [queue, counts] of Object.entries(queues)) {
    for (const state of states) gauge.set({ queue, state }, counts[state]);
  }
  return metricsRegistry().metrics();
}
