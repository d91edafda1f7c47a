/** The HTTP server of the web process: it outlasts a balancer's idle connections and ends clients that never finish. */
import { createServer, type Server } from "node:http";

/** All in milliseconds. */
export interface Patience {
  /** Longest time until the headers of a request are whole. */
  readonly headersTimeout: number;
  /** Longest time until the whole request is here, body included. */
  readonly requestTimeout: number;
  /** How often both are looked at. */
  readonly connectionsCheckingInterval: number;
}

// Balancers keep idle connections for a minute: if we closed first, a request could meet a closing connection. The
// headers' time is longer, because a connection that a balancer opens ahead of need waits for its first request too.
const keepAliveTimeout = 65_000;

const usualPatience: Patience = {
  headersTimeout: 66_000,
  requestTimeout: 120_000,
  connectionsCheckingInterval: 10_000,
};

/** A server that answers 408 to a client which sends drop by drop, and closes its connection. */
export function makeWebServer(patience: Patience = usualPatience): Server {
  return createServer({ keepAliveTimeout, ...patience });
}
