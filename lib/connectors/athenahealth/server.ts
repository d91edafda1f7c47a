/** How athenahealth is reached. */
import type { SmartVendor } from "../protocols/fhir-connector";
import type { AthenahealthConfig } from "./config";

export const athenahealthServer = {
  connectorId: "athenahealth",
  tokenUrlBeside: (fhirBaseUrl) => fhirBaseUrl.replace(/\/fhir\/r4$/, "/oauth2/v1/token"),
  secretBy: "basic",
  // What its gateway is reported to take; it publishes no figures.
  rate: { calls: 100, perMs: 1_000 },
} satisfies SmartVendor<AthenahealthConfig>;
