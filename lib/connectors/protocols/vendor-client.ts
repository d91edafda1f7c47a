/** The outbound client of an integration: its circuit breaker and its share of connections are its own. */
import { type Client, createClient, type Rate } from "@/lib/http/client";
import { shared } from "@/lib/platform/container";
import { env } from "@/lib/platform/env";

function knownClients(): Map<string, Client> {
  return shared("connectors.clients", () => new Map<string, Client>());
}

/** How far the vendor's clock is ahead of ours, in milliseconds; 0 while it has told nothing. */
export function vendorClockOffsetMs(integrationId: string): number {
  return knownClients().get(integrationId)?.clockOffsetMs ?? 0;
}

/**
 * The one client of this process for an integration; tries and waits follow the configuration of jobs. `rate` is what
 * the vendor allows, the same at each call.
 */
export function vendorClient(connectorId: string, integrationId: string, rate?: Rate): Client {
  const clients = knownClients();
  const known = clients.get(integrationId);
  if (known) return known;
  const { JOB_RETRIES, JOB_BACKOFF_MS } = env();
  const client = createClient({
    name: connectorId,
    retries: JOB_RETRIES,
    firstDelayMs: JOB_BACKOFF_MS,
    rate,
  });
  clients.set(integrationId, client);
  return client;
}
