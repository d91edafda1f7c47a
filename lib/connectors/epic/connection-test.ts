/** Tries an Epic connection step by step, each in words for the person who set it up. */
import type { TestCheck } from "../contract";
import { addressStep, ownKeyStep, runSteps, tokenStep } from "../protocols/connection-steps";
import { accessNeeds, searchPages, searchQuery } from "../protocols/fhir-r4";
import { discover, publishedKeysUrl } from "../protocols/smart-on-fhir";
import { vendorClient } from "../protocols/vendor-client";
import { type EpicContext, openEpic } from "./api";
import { epicPorts } from "./entities";

/** No patient has this id: an empty answer proves that the search is allowed. */
const nobody = "carelane-connection-test";

/** Runs the steps until one fails. */
export function testEpic(context: EpicContext): Promise<TestCheck[]> {
  const { config, integrationId } = context;
  const api = () => openEpic(context);
  return runSteps([
    addressStep(config.fhirBaseUrl, "Compare the FHIR address with the list at open.epic.com/Endpoints/R4."),
    {
      name: "Discovery",
      fix: "Compare the FHIR address with the list at open.epic.com/Endpoints/R4; the firewall must let Carelane out to it.",
      run: async () => {
        await discover(vendorClient("epic", integrationId), config.fhirBaseUrl);
        return "Epic answers and announces how to sign in.";
      },
    },
    ownKeyStep(context, "Epic"),
    tokenStep(
      "Epic",
      async () => (await api()).session,
      accessNeeds(context.access, epicPorts),
      `Compare the client id; register ${publishedKeysUrl(integrationId)} as the app's JWK Set URL; ask the Epic site to map the client to a background user. A new app takes up to 12 hours to reach a site.`,
    ),
    {
      name: "Reading patients",
      fix: "Add Patient and Observation (R4) to the app at Epic, and give the mapped background user the right to read them.",
      run: async () => {
        const { server } = await api();
        for await (const _page of searchPages(server, searchQuery("Patient", { _id: nobody }))) break;
        return "Epic answers searches for patients.";
      },
    },
  ]);
}
