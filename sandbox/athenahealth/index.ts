/** The simulated athenahealth. Its rules and what they rest on: README.md beside this file. */
import { EventSender } from "@/sandbox/athenahealth/event-sender";
import { athenaIds, NewIds } from "@/sandbox/athenahealth/ids";
import {
  checkPractice,
  inFhirsWords,
  practiceId,
  searchRules,
  words,
} from "@/sandbox/athenahealth/search-rules";
import { Subscriptions } from "@/sandbox/athenahealth/subscriptions";
import { plainConcept } from "@/sandbox/fhir/observation-shape";
import { patientShape } from "@/sandbox/fhir/patient-shape";
import { type ReadingVendor, readingVendor } from "@/sandbox/fhir/reading-vendor";
import { stamped } from "@/sandbox/fhir/record-meta";
import { outcomeOf } from "@/sandbox/fhir/refusal";
import { watchedDoor } from "@/sandbox/fhir/watched-door";
import { Quota } from "@/sandbox/framework/quota";
import { jsonReply } from "@/sandbox/framework/reply";
import type { SandboxSettings } from "@/sandbox/framework/settings";
import type { Vendor } from "@/sandbox/framework/vendor";
import { ResourceScopes } from "@/sandbox/smart/resource-scopes";
import { RefusedGrant } from "@/sandbox/smart/token-endpoint";

const id = "athenahealth";
const clientId = "0oa1c2x7d4eKqZ5rT297";
const clientSecret = "sandbox-secret-of-the-simulated-two-legged-app";
const callsASecond = 100;
const tokensAMinute = 50;
const tokenPath = "/oauth2/v1/token";
const numberSystem = `urn:athenahealth:athenanet:patient:${practiceId}`;
const firstNumber = 60_000;

const scopes = new ResourceScopes(
  new Map([
    ...[...searchRules.keys()].map((type): [string, string] => [type, "rs"]),
    ["SubscriptionTopic", "rs"],
    ["Subscription", "crds"],
  ]),
  { first: true, wildcard: false },
);

export function athenahealth(origin: string, settings: SandboxSettings): Vendor {
  const subscriptions = new Subscriptions(`${origin}/${id}/fhir/r4`);
  const { vendor, holdings, baseUrl } = readingVendor(
    { ...facts, bars: quotaOf(settings), aside: asideOf(subscriptions) },
    origin,
    settings,
  );
  const subscribers = () => subscriptions.subscribers();
  const sender = new EventSender(baseUrl, subscribers, settings.eventRetryMs, settings.now);
  return {
    ...vendor,
    data: watchedDoor(vendor.data, holdings, (change) => sender.changed(change)),
    close: () => sender.close(),
  };
}

const facts: ReadingVendor = {
  id,
  name: "athenahealth",
  version: "2.0.0",
  fhirPath: "/fhir/r4",
  tokenPath,
  clientId,
  groupId: `a-${practiceId}.Group-1`,
  credentials: { clientSecret, practiceId },
  dialect: () => ({
    ids: athenaIds,
    concept: plainConcept,
    hasMedications: true,
    patient: (patientId, person) =>
      patientShape(patientId, person, [
        { use: "usual", system: numberSystem, value: String(firstNumber + person.number) },
      ]),
    numbersIn: (identifier) => [Number(identifier) - firstNumber],
    finished: (resource, changedAtMs) => stamped(resource, changedAtMs),
  }),
  filing: ({ now }) => {
    const ids = new NewIds();
    return {
      newId: (resource) => ids.idFor(resource),
      filed: (resource) => stamped(resource, now()),
    };
  },
  search: { rules: searchRules, words, pageParameter: "cursor", check: checkPractice, inFhirsWords },
  countsPage: false,
  scopes,
  tokens: {
    grantedScope,
    secret: { clientId, value: clientSecret, sentBy: ["basic", "post"] },
    invalidClientStatus: 401,
    authMethods: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
  },
  bulk: { root: "bulk-status", obeysSince: true, oneAtATime: true },
  stranger: () => jsonReply(404, "Service not registered with API gateway."),
};

function grantedScope(asked: string | null): string {
  const granted = scopes.among(asked);
  if (granted.length === 0) {
    throw new RefusedGrant("access_denied", "no scope that is offered was asked for", {
      status: 401,
      details: { error_description: "Policy evaluation failed for this request, please check the policy." },
    });
  }
  return granted.join(" ");
}

/** The gateway counts calls of the whole application, and those for tokens apart. */
function quotaOf({ now, quotaScale }: SandboxSettings): ReadingVendor["bars"] {
  const calls = new Quota(callsASecond * quotaScale, 1_000, now);
  const tokens = new Quota(tokensAMinute * quotaScale, 60_000, now);
  const tooMany = jsonReply(429, "API rate limit exceeded.");
  return ({ path }) => {
    const isTaken = (path === tokenPath ? tokens : calls).take();
    return isTaken ? undefined : tooMany;
  };
}

function asideOf(subscriptions: Subscriptions): ReadingVendor["aside"] {
  return {
    serves: (type) => type === "Subscription" || type === "SubscriptionTopic",
    answer: (request, { clientId: holder, scope }, [type = "", itemId]) => {
      const isTopic = type === "SubscriptionTopic";
      if (!scopes.reach(scope, type, isTopic ? "search" : "create")) {
        return outcomeOf(403, "forbidden", `insufficient_scope: ${type}`);
      }
      return isTopic
        ? subscriptions.topics(request.method, itemId)
        : subscriptions.answer(request, holder, itemId);
    },
  };
}
