/** What a FHIR server says about signing in to it (SMART App Launch 2.2, section 2.1). */
import { z } from "zod";
import type { Client } from "@/lib/http/client";
import { nowMs } from "@/lib/platform/clock";
import { shared } from "@/lib/platform/container";

const smartConfiguration = z.looseObject({
  token_endpoint: z.url({ protocol: /^https?$/ }),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  token_endpoint_auth_signing_alg_values_supported: z.array(z.string()).optional(),
});

type SmartConfiguration = z.output<typeof smartConfiguration>;

const keptMs = 3_600_000;

interface Kept {
  readonly until: number;
  readonly configuration: SmartConfiguration;
}

/** Reads the server's SMART configuration; an answer is kept for an hour. Throws the client's errors. */
export async function discover(
  client: Client,
  fhirBaseUrl: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<SmartConfiguration> {
  const known = shared("smart.configurations", () => new Map<string, Kept>());
  const kept = known.get(fhirBaseUrl);
  if (kept && kept.until > nowMs()) return kept.configuration;
  const reply = await client.request({
    url: `${fhirBaseUrl}/.well-known/smart-configuration`,
    headers: { accept: "application/json", ...headers },
  });
  const configuration = reply.json(smartConfiguration);
  known.set(fhirBaseUrl, { until: nowMs() + keptMs, configuration });
  return configuration;
}
