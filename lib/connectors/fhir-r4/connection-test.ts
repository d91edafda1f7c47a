/** Tries the connection to any FHIR R4 server step by step. */
import { hasCode } from "@/lib/platform/errors";
import type { TestCheck } from "../contract";
import { addressStep, ownKeyStep, runSteps, type Step, tokenStep } from "../protocols/connection-steps";
import { notificationUrl } from "../protocols/fhir-notifications";
import { accessNeeds, fhirServerErrors, searchPages, searchQuery } from "../protocols/fhir-r4";
import { missingAccess, publishedKeysUrl, smartErrors } from "../protocols/smart-on-fhir";
import { type AnyFhirServer, capabilityOf, type FhirContext, openAnyFhir, subscriptionScopes } from "./api";
import { signInOf } from "./config";
import { fhirPorts } from "./entities";

/** Nothing has this id: an empty answer proves that the search is allowed. */
const nobody = "carelane-connection-test";
const server = "the server";

function metadataStep(context: FhirContext): Step {
  return {
    name: "Capability statement",
    fix: "Compare the FHIR address: a FHIR R4 server answers below it at /metadata.",
    run: async () => {
      const { fhirVersion, types } = await capabilityOf(context);
      if (!fhirVersion.startsWith("4.0")) {
        throw fhirServerErrors.not_offered({ detail: `It speaks FHIR ${fhirVersion}; Carelane needs R4.` });
      }
      const lacking = fhirPorts.filter(({ remoteEntity }) => !types.includes(remoteEntity));
      const names = lacking.map(({ remoteEntity }) => remoteEntity).join(", ");
      return names === "" ? "It serves all that Carelane reads." : `It serves FHIR R4, but no ${names}.`;
    },
  };
}

function signInSteps(context: FhirContext): Step[] {
  if (signInOf(context.config).by === "header") return [];
  const session = async () => {
    const opened = (await openAnyFhir(context, fhirPorts)).session;
    if (!opened) throw smartErrors.token_refused();
    return opened;
  };
  return [
    ...(context.config.clientSecret ? [] : [ownKeyStep(context, server)]),
    tokenStep(
      "The server",
      session,
      accessNeeds(context.access, fhirPorts).filter(({ interaction }) => interaction === "read"),
      `Compare client id and secret, or register ${publishedKeysUrl(context.integrationId)} with the client.`,
    ),
  ];
}

/** Whether the client was given the right to subscriptions. */
async function maySubscribe({ session }: AnyFhirServer): Promise<boolean> {
  try {
    const scope = (await session?.token())?.scope ?? null;
    return (
      scope === null || missingAccess(scope, [{ type: "Subscription", interaction: "create" }]).length === 0
    );
  } catch (error) {
    // Reading has just been allowed: whatever the server calls it, it is this right that it refuses.
    if (hasCode(error, "scope_refused", "sign_in_refused", "token_refused")) return false;
    throw error;
  }
}

/** Whether the server can tell of changes at once; where it cannot, all else goes on. */
function realTimeStep(context: FhirContext): Step {
  return {
    name: "Real time",
    fix: "Leave real time off: the schedule finds what changes.",
    run: async () => {
      const opened = await openAnyFhir(context, fhirPorts, subscriptionScopes);
      if (!opened.capability.offers("Subscription", "create")) {
        return "It cannot work: the server offers no subscriptions. The schedule finds what changes.";
      }
      if (await maySubscribe(opened)) {
        const address = notificationUrl(context.integrationId);
        return `It can work, if the server can call Carelane: it sends to addresses below ${address}.`;
      }
      const scopes = (await subscriptionScopes(context)).join(" and ");
      return {
        message: "The server offers subscriptions, but this client may not ask for them.",
        fix: `Add ${scopes} to the client at the server, or leave real time off.`,
      };
    },
  };
}

/** Runs the steps until one fails. */
export function testAnyFhir(context: FhirContext): Promise<TestCheck[]> {
  return runSteps([
    addressStep(
      context.config.fhirBaseUrl,
      "Write the base address of the server as its administrator gave it.",
    ),
    metadataStep(context),
    ...signInSteps(context),
    {
      name: "Reading",
      fix: "Ask its administrator to let this client read what is switched on.",
      run: async () => {
        const opened = await openAnyFhir(context, fhirPorts);
        const wanted = opened.ports.find(({ entity }) => context.access.some((one) => one.entity === entity));
        const type = wanted?.remoteEntity ?? "Patient";
        for await (const _page of searchPages(opened.server, searchQuery(type, { _id: nobody }))) break;
        return `It answers searches for ${type}.`;
      },
    },
    realTimeStep(context),
  ]);
}
