/** Webhooks in the words of people. */
import type { WebhookAlgorithm, WebhookView } from "@/lib/webhooks/schema";

/** The address without its scheme: "lab.example/hooks". */
export function shortAddress(endpoint: string): string {
  return endpoint.replace(/^https?:\/\//, "").replace(/\/$/, "");
}

/** What a webhook is called: what somebody wrote about it, else its address. */
export function nameOfWebhook({
  description,
  endpoint,
}: Pick<WebhookView, "description" | "endpoint">): string {
  return description || shortAddress(endpoint);
}

/** What else is said of a webhook: that it is a FHIR subscription, and what somebody wrote about it. */
export function aboutWebhook({
  protocol,
  description,
}: Pick<WebhookView, "protocol" | "description">): string {
  return [protocol === "fhir" ? "FHIR subscription" : null, description].filter(Boolean).join(": ");
}

export const algorithmWords: Readonly<Record<WebhookAlgorithm, string>> = {
  "hmac-sha256": "HMAC-SHA256",
  "hmac-sha512": "HMAC-SHA512",
  ed25519: "Ed25519",
};

export const payloadWords = { thin: "Ids only", full: "Whole record" } as const;

/** The share of deliveries that arrived: "99.1 %", never rounded up to all. */
export function formatDelivered(share: number): string {
  return `${Math.floor(share * 1_000) / 10} %`;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Whose events a webhook hears of: "All", a vendor, an integration, or how many of them. */
export function sourceWord(
  { integrationId, ehrProvider, filter }: Pick<WebhookView, "integrationId" | "ehrProvider" | "filter">,
  integrations: readonly Named[],
  vendorName: (connectorId: string) => string,
): string {
  const nameOf = (id: string) => integrations.find((each) => each.id === id)?.name ?? "One that is gone";
  if (integrationId) return nameOf(integrationId);
  const [only, ...others] = filter?.integrationIds ?? [];
  if (only) return others.length === 0 ? nameOf(only) : `${others.length + 1} integrations`;
  return ehrProvider ? `All of ${vendorName(ehrProvider)}` : "All";
}
