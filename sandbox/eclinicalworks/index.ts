/** The simulated eClinicalWorks. Its rules and what they rest on: README.md beside this file. */
import { randomUUID } from "node:crypto";
import { grantedScope, scopes } from "@/sandbox/eclinicalworks/scopes";
import { inFhirsWords, searchRules } from "@/sandbox/eclinicalworks/search-rules";
import { plainConcept } from "@/sandbox/fhir/observation-shape";
import { OpaqueIds, opaqueIdFor } from "@/sandbox/fhir/opaque-ids";
import { patientShape } from "@/sandbox/fhir/patient-shape";
import { type ReadingVendor, readingVendor } from "@/sandbox/fhir/reading-vendor";
import { stamped } from "@/sandbox/fhir/record-meta";
import { outcomeOf } from "@/sandbox/fhir/refusal";
import { Quota } from "@/sandbox/framework/quota";
import type { SandboxSettings } from "@/sandbox/framework/settings";
import type { Vendor } from "@/sandbox/framework/vendor";

const id = "eclinicalworks";
/** Each practice has a base of its own. */
const practiceCode = "CLDEMO";
const callsAMinute = 250;
const mostTokenSeconds = 300;
const idLength = 44;
const accountSystem = "urn:oid:2.16.840.1.113883.4.391.326070";
const firstAccount = 20_000;

export function eclinicalworks(origin: string, settings: SandboxSettings): Vendor {
  return readingVendor({ ...facts, bars: quotaOf(settings) }, origin, settings).vendor;
}

const facts: ReadingVendor = {
  id,
  name: "eClinicalWorks",
  version: "V12",
  fhirPath: `/fhir/r4/${practiceCode}`,
  tokenPath: "/oauth/oauth2/token",
  clientId: "b7f0e0f2-6c1d-4a58-9a33-5d9f2f1c8e07",
  groupId: "cb1d7e0a-2f7f-4c9e-8d07-6a5b4c3d2e1f",
  dialect: ({ seed }) => ({
    ids: (type, count) => new OpaqueIds(seed, `ecw/${type}`, count, idLength),
    concept: plainConcept,
    hasMedications: true,
    patient: (patientId, person) =>
      patientShape(patientId, person, [
        { use: "usual", system: accountSystem, value: String(firstAccount + person.number) },
      ]),
    numbersIn: (identifier) => [Number(identifier) - firstAccount],
    finished: (resource, changedAtMs) => stamped(resource, changedAtMs),
  }),
  filing: ({ now }) => ({
    newId: () => opaqueIdFor("new", randomUUID(), idLength),
    filed: (resource) => stamped(resource, now()),
  }),
  search: { rules: searchRules, pageParameter: "page", inFhirsWords },
  countsPage: false,
  scopes,
  tokens: {
    grantedScope,
    algorithms: ["RS384"],
    invalidClientStatus: 401,
    mostSeconds: mostTokenSeconds,
    authMethods: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
  },
  bulk: {
    root: "$export-poll-location",
    jobParameter: "job_id",
    obeysSince: true,
    oneAtATime: true,
  },
};

/** The calls to a practice, those for tokens among them; over the limit nothing is answered until the minute ends. */
function quotaOf({ now, quotaScale }: SandboxSettings): ReadingVendor["bars"] {
  const calls = new Quota(callsAMinute * quotaScale, 60_000, now);
  return () =>
    calls.take() ? undefined : outcomeOf(429, "throttled", "More than 250 requests in this minute.");
}
