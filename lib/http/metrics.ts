/** What this process counts for Prometheus. Labels are templates and codes, never an id or a path as sent. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { shared } from "@/lib/platform/container";
import { pool } from "@/lib/platform/db/pool";

interface HttpMetrics {
  readonly registry: Registry;
  readonly requests: Counter<"method" | "route" | "status">;
  readonly seconds: Histogram<"method" | "route">;
}

function watchPool(registry: Registry): void {
  new Gauge({
    name: "carelane_database_connections",
    help: "Connections of this process's pool, and requests that wait for one",
    labelNames: ["state"],
    registers: [registry],
    collect() {
      const { totalCount, idleCount, waitingCount } = pool();
      this.set({ state: "used" }, totalCount - idleCount);
      this.set({ state: "idle" }, idleCount);
      this.set({ state: "waiting" }, waitingCount);
    },
  });
}

function makeMetrics(): HttpMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  watchPool(registry);
  return {
    registry,
    requests: new Counter({
      name: "carelane_http_requests_total",
      help: "API requests answered",
      labelNames: ["method", "route", "status"],
      registers: [registry],
    }),
    seconds: new Histogram({
      name: "carelane_http_request_seconds",
      help: "Time from request to answer",
      labelNames: ["method", "route"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    }),
  };
}

const metrics = () => shared("http.metrics", makeMetrics);

/** The process's registry, for parts that count something of their own. */
export function metricsRegistry(): Registry {
  return metrics().registry;
}

/** Counts and times one request under its route's template. */
export async function measureRequest(
  method: string,
  route: string,
  serve: () => Promise<Response>,
): Promise<Response> {
  const stop = metrics().seconds.startTimer({ method, route });
  const response = await serve();
  stop();
  metrics().requests.inc({ method, route, status: response.status });
  return response;
}
