/** A Subscription as clients send it. */
import type { FhirJson } from "@/lib/fhir";

/** Of body weights, told by empty notifications unless `more` says otherwise. */
export function wish(endpoint: string, { channel, ...more }: FhirJson = {}): FhirJson {
  return {
    resourceType: "Subscription",
    status: "requested",
    reason: "Follow body weights",
    criteria: "Observation?code=http://loinc.org|29463-7",
    ...more,
    channel: channel === null ? null : { type: "rest-hook", endpoint, ...Object(channel) },
  };
}
