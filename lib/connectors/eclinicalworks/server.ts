/** How eClinicalWorks is reached, and how often. */
import { outboundErrors } from "@/lib/http/client";
import { nowMs } from "@/lib/platform/clock";
import type { ReadOnlyVendor } from "../protocols/fhir-connector";
import type { EclinicalworksConfig } from "./config";

const minuteMs = 60_000;

export const eclinicalworksServer: ReadOnlyVendor<EclinicalworksConfig>["server"] = {
  // One for all practices.
  tokenUrlBeside: () => "https://oauthserver.eclinicalworks.com/oauth/oauth2/token",
  // For each practice, those for tokens among them (its documentation on rate limits).
  rate: { calls: 250, perMs: minuteMs },
  explain: ({ status, retryAfterMs }) =>
    // It counts by the minute of the clock and does not say when to come back.
    status === 429 && retryAfterMs === undefined
      ? outboundErrors.vendor_rate_limited({ retryAfterMs: minuteMs - (nowMs() % minuteMs) })
      : undefined,
};
