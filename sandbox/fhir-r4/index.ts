/** A plain FHIR R4 server, as the standard describes one. What it does: README.md beside this file. */

import type { JsonObject } from "@/sandbox/fhir/exact-json";
import { plainConcept } from "@/sandbox/fhir/observation-shape";
import { numberedPatients } from "@/sandbox/fhir/patient-shape";
import { type ReadingVendor, readingVendor } from "@/sandbox/fhir/reading-vendor";
import { stamped, timedFiling } from "@/sandbox/fhir/record-meta";
import { outcomeOf } from "@/sandbox/fhir/refusal";
import type { SearchRule, SearchRules } from "@/sandbox/fhir/search-rules";
import { uuidIds } from "@/sandbox/fhir/uuid-ids";
import { watchedDoor } from "@/sandbox/fhir/watched-door";
import { RestHooks } from "@/sandbox/fhir-r4/rest-hooks";
import { Subscriptions } from "@/sandbox/fhir-r4/subscriptions";
import { plainWriting, watchedWriting } from "@/sandbox/fhir-r4/writing";
import type { SandboxSettings } from "@/sandbox/framework/settings";
import { Timers } from "@/sandbox/framework/timers";
import type { DataDoor, Vendor } from "@/sandbox/framework/vendor";
import { ResourceScopes } from "@/sandbox/smart/resource-scopes";

const id = "fhir-r4";
const clientId = "6d7e1f0a-2b3c-4d5e-8f90-a1b2c3d4e5f6";
const clientSecret = "sandbox-secret-of-the-plain-fhir-client";
const firstRecordNumber = 5_000_000;

/** Nothing is required of a search. */
function open(...also: string[]): SearchRule {
  return { needs: [], also: ["_id", "_lastUpdated", ...also], usualCount: 50, mostCount: 500 };
}

const chart = ["patient", "subject", "status", "category", "code", "date", "encounter"];
const demographics = ["name", "family", "given", "birthdate", "gender", "phone", "email", "telecom"];

const rules: SearchRules = new Map([
  ["Patient", open("identifier", ...demographics)],
  ["Practitioner", open("identifier", "name", "family", "given", "active")],
  ["Medication", open("code")],
  ...["Observation", "Condition", "MedicationRequest", "Encounter", "DiagnosticReport"].map(
    (type): [string, SearchRule] => [type, open(...chart)],
  ),
  ["DocumentReference", open(...chart, "type", "period")],
  ["Appointment", open("patient", "practitioner", "location", "date", "status")],
  ...["Location", "Group", "Binary"].map((type): [string, SearchRule] => [type, open()]),
]);
const written = [...rules.keys()].filter((type) => type !== "Group" && type !== "Binary");
const scopes = new ResourceScopes(
  new Map([
    ...[...rules.keys()].map((type): [string, string] => [type, written.includes(type) ? "crus" : "rs"]),
    ["Subscription", "crds"],
  ]),
  { first: true, wildcard: true },
);

export function fhirServer(origin: string, settings: SandboxSettings): Vendor {
  const timers = new Timers();
  const hooks = new RestHooks((type) => subscriptions.of(type), settings.eventRetryMs, timers);
  const subscriptions = new Subscriptions(`${origin}/${id}/fhir`, settings.now, (asked) =>
    timers.later(settings.eventRetryMs, () => subscriptions.activate(asked)),
  );
  const { vendor, holdings } = readingVendor(
    {
      ...facts,
      writing: (held, baseUrl) =>
        watchedWriting(plainWriting(held, baseUrl), (change) => hooks.changed(change)),
      aside: asideOf(subscriptions),
    },
    origin,
    settings,
  );
  const data = watchedDoor(vendor.data, holdings, (change) => hooks.changed(change));
  return {
    ...vendor,
    data: withSubscriptions(data, subscriptions),
    close: () => timers.clear(),
  };
}

const facts: ReadingVendor = {
  refusesMessages: true,
  id,
  name: "FHIR R4 server",
  version: "4.0.1",
  fhirPath: "/fhir",
  tokenPath: "/oauth2/token",
  clientId,
  groupId: "everyone",
  credentials: { clientSecret },
  dialect: ({ seed }) => ({
    ids: (type, count) => uuidIds(seed, `${id}/${type}`, count),
    concept: plainConcept,
    hasMedications: true,
    ...numberedPatients("urn:oid:2.16.840.1.113883.19.5", firstRecordNumber),
    finished: (resource, changedAtMs) => stamped(resource, changedAtMs, "1"),
  }),
  filing: ({ now }) => ({
    ...timedFiling(now),
    filed: (resource, previous) => filed(resource, previous, now()),
  }),
  search: { rules, pageParameter: "_page", words: { unknown: () => undefined } },
  countsPage: false,
  scopes,
  tokens: {
    grantedScope: (asked) => scopes.granted(asked),
    secret: { clientId, value: clientSecret, sentBy: ["basic", "post"] },
    authMethods: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
  },
  bulk: { root: "bulkstatus", obeysSince: true, oneAtATime: false },
  claimsWrites: written,
  asideTypes: { Subscription: ["create", "read", "delete"] },
};

function asideOf(subscriptions: Subscriptions): ReadingVendor["aside"] {
  return {
    serves: (type) => type === "Subscription",
    answer: (request, { scope }, [type = "", itemId]) => {
      const interaction = request.method === "GET" ? "read" : "create";
      return scopes.reach(scope, type, interaction)
        ? subscriptions.answer(request, itemId)
        : outcomeOf(403, "forbidden", `insufficient_scope: ${interaction} of ${type}`);
    },
  };
}

/** Subscriptions stand behind the stage beside the records. */
function withSubscriptions(records: DataDoor, subscriptions: Subscriptions): DataDoor {
  const own = subscriptions.door();
  const doorOf = (type: string) => (type === "Subscription" ? own : records);
  return {
    ...records,
    list: (type, offset, limit) => doorOf(type).list(type, offset, limit),
    replace: (type, itemId, text) => doorOf(type).replace(type, itemId, text),
    remove: (type, itemId) => doorOf(type).remove(type, itemId),
  };
}

function filed(resource: JsonObject, previous: string | undefined, atMs: number): JsonObject {
  const version = previous === undefined ? 0 : Number(JSON.parse(previous).meta.versionId);
  return stamped(resource, atMs, String(version + 1));
}
