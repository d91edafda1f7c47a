/** Tries an Epic connection step by step, each in words for the person who set it up. */
import { assertAddressAllowed } from "@/lib/http/client";
import { isCarelaneError } from "@/lib/platform/errors";
import type { TestCheck } from "../contract";
import { searchPages, searchQuery } from "../protocols/fhir-r4";
import { type Access, discover, missingAccess, publishedKeysUrl } from "../protocols/smart-on-fhir";
import { vendorClient } from "../protocols/vendor-client";
import { type EpicContext, openEpic } from "./api";

interface Step {
  readonly name: string;
  /** What to do when it fails. */
  readonly fix: string;
  /** Answers what went well; throws what did not. */
  readonly run: () => Promise<string>;
}

const wanted: readonly Access[] = [
  { type: "Patient", interaction: "read" },
  { type: "Observation", interaction: "search" },
];

/** No patient has this id: an empty answer proves that the search is allowed. */
const nobody = "carelane-connection-test";

function accessSentence(scope: string | null): string {
  const missing = scope === null ? [] : missingAccess(scope, wanted);
  if (missing.length === 0) return "Epic gave an access token.";
  const names = missing.map(({ type, interaction }) => `${type} (${interaction})`).join(", ");
  return `Epic gave an access token, but it does not allow: ${names}. Add these APIs to the app at Epic.`;
}

function stepsOf(context: EpicContext): Step[] {
  const { config, integrationId } = context;
  const api = () => openEpic(context);
  return [
    {
      name: "Address",
      fix: "Compare the FHIR address with the list at open.epic.com/Endpoints/R4.",
      run: async () => {
        await assertAddressAllowed(config.fhirBaseUrl);
        return "The FHIR address may be called.";
      },
    },
    {
      name: "Discovery",
      fix: "Compare the FHIR address with the list at open.epic.com/Endpoints/R4; the firewall must let Carelane out to it.",
      run: async () => {
        await discover(vendorClient("epic", integrationId), config.fhirBaseUrl);
        return "Epic answers and announces how to sign in.";
      },
    },
    {
      name: "Our key",
      fix: "Save the integration again: Carelane then makes a key pair for it.",
      run: async () => {
        if (!context.signingKey) throw new Error("no key");
        await context.signingKey();
        return `Our public keys stand at ${publishedKeysUrl(integrationId)}. Register this address with the app at Epic.`;
      },
    },
    {
      name: "Access token",
      fix: `Compare the client id; register ${publishedKeysUrl(integrationId)} as the app's JWK Set URL; ask the Epic site to map the client to a background user. A new app takes up to 12 hours to reach a site.`,
      run: async () => {
        const { session } = await api();
        return accessSentence((await session.token()).scope);
      },
    },
    {
      name: "Reading patients",
      fix: "Add Patient and Observation (R4) to the app at Epic, and give the mapped background user the right to read them.",
      run: async () => {
        const { server } = await api();
        for await (const _page of searchPages(server, searchQuery("Patient", { _id: nobody }))) break;
        return "Epic answers searches for patients.";
      },
    },
  ];
}

function failed({ name, fix }: Step, error: unknown): TestCheck {
  const message = isCarelaneError(error)
    ? [error.title, error.detail].filter(Boolean).join(". ").replace(/\.+$/, ".")
    : "It did not work";
  return { name, ok: false, message, fix };
}

/** Runs the steps until one fails; those after it would only fail with it. */
export async function testEpic(context: EpicContext): Promise<TestCheck[]> {
  const checks: TestCheck[] = [];
  for (const step of stepsOf(context)) {
    try {
      checks.push({ name: step.name, ok: true, message: await step.run() });
    } catch (error) {
      return [...checks, failed(step, error)];
    }
  }
  return checks;
}
