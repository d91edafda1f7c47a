/** Asks any FHIR R4 server to tell of changes: one rest-hook Subscription for each type. */
import { outboundErrors } from "@/lib/http/client";
import { hasCode } from "@/lib/platform/errors";
import type { Entity, RemoteSubscription, Subscriptions } from "../contract";
import {
  carriesToken,
  hookSubject,
  remoteSubscription,
  restHookRequest,
  restHookSubscription,
} from "../protocols/fhir-notifications";
import { checkJson, fhirServerErrors } from "../protocols/fhir-r4";
import {
  type AnyFhirServer,
  type FhirContext,
  openAnyFhir,
  subscriptionRights,
  subscriptionScopes,
} from "./api";
import type { FhirConfig } from "./config";
import { fhirPorts } from "./entities";

const open = (context: FhirContext): Promise<AnyFhirServer> =>
  openAnyFhir(context, fhirPorts, subscriptionScopes);

const addressOf = (remoteId: string) => `Subscription/${encodeURIComponent(remoteId)}`;

function typeOf(entity: Entity): string {
  return fhirPorts.find((port) => port.entity === entity)?.remoteEntity ?? entity;
}

/** What servers call a subscription that is gone. */
const gone = ["resource_not_found", "resource_deleted", "no_fhir_answer"];

async function find(
  context: FhirContext,
  remoteId: string,
  address: string,
): Promise<RemoteSubscription | undefined> {
  const { server } = await open(context);
  try {
    const reply = await server.call(addressOf(remoteId), { check: checkJson });
    const found = reply.json(restHookSubscription);
    return found.channel.endpoint === address ? remoteSubscription(found) : undefined;
  } catch (error) {
    if (hasCode(error, ...gone)) return undefined;
    throw error;
  }
}

export const fhirSubscriptions: Subscriptions<FhirConfig> = {
  scopes: subscriptionRights.v2,

  async create(context, request) {
    const { server, capability } = await open(context);
    if (!capability.offers("Subscription", "create")) {
      throw fhirServerErrors.not_offered({
        detail:
          "Its capability statement offers no create of Subscription. Choose a schedule instead of real time.",
      });
    }
    const type = typeOf(request.entity);
    // Nothing of a patient has to travel where what changed since can be asked for; else only the name of the resource
    // spares reading the whole type at each notification, and R4 sends it with the resource alone.
    const payload = capability.searches(type, "_lastUpdated") ? undefined : "application/fhir+json";
    const body = JSON.stringify(restHookRequest(type, request, payload));
    const reply = await server.call("Subscription", { method: "POST", body });
    const location = /Subscription\/([^/]+)/.exec(reply.headers.get("location") ?? "")?.[1];
    if (location === undefined) return remoteSubscription(reply.json(restHookSubscription));
    const made = await find(context, decodeURIComponent(location), request.address);
    if (made) return made;
    throw outboundErrors.vendor_outcome_unknown({ detail: "It was accepted, but is not there." });
  },

  find,

  async remove(context, remoteId) {
    const { server } = await open(context);
    try {
      await server.call(addressOf(remoteId), { method: "DELETE" });
    } catch (error) {
      if (!hasCode(error, ...gone)) throw error;
    }
  },

  verify: carriesToken,
  subject: (entity, message) => hookSubject(typeOf(entity), message),
};
