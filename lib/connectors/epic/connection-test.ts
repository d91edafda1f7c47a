/** Tries an Epic connection step by step, each in words for the person who set it up. */
import type { TestCheck } from "../contract";
import { testFhirConnection } from "../protocols/fhir-connector";
import { publishedKeysUrl } from "../protocols/smart-on-fhir";
import { type EpicContext, epicServer, openEpic } from "./api";
import { epicPorts } from "./entities";

/** Runs the steps until one fails. */
export function testEpic(context: EpicContext): Promise<TestCheck[]> {
  return testFhirConnection(context, {
    name: "Epic",
    vendor: epicServer,
    ports: epicPorts,
    open: openEpic,
    fixes: {
      address: "Compare the FHIR address with the list at open.epic.com/Endpoints/R4.",
      token: `Compare the client id; register ${publishedKeysUrl(context.integrationId)} as the app's JWK Set URL; ask the Epic site to map the client to a background user. A new app takes up to 12 hours to reach a site.`,
      reading:
        "Add what is switched on here (R4) to the app at Epic, and give the mapped background user the right to read it.",
    },
  });
}
