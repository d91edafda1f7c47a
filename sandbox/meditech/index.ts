/** The simulated MEDITECH Expanse. Its rules and what they rest on: README.md beside this file. */
import { randomUUID } from "node:crypto";
import { plainConcept } from "@/sandbox/fhir/observation-shape";
import { numberedPatients } from "@/sandbox/fhir/patient-shape";
import { type ReadingVendor, readingVendor } from "@/sandbox/fhir/reading-vendor";
import { plainFiling } from "@/sandbox/fhir/record-meta";
import { Refusal, type Voice } from "@/sandbox/fhir/refusal";
import { uuidIds } from "@/sandbox/fhir/uuid-ids";
import { jsonReply } from "@/sandbox/framework/reply";
import type { SandboxSettings } from "@/sandbox/framework/settings";
import type { Vendor } from "@/sandbox/framework/vendor";
import { faultIn, inFhirsWords, searchRules } from "@/sandbox/meditech/search-rules";
import { ResourceScopes } from "@/sandbox/smart/resource-scopes";

const id = "meditech";
const clientId = "c4be2c0d-7f43-4d52-8c8e-5b1a6f0d9e37";
const clientSecret = "sandbox-secret-of-the-simulated-meditech-client";
const firstRecordNumber = 1_400_000;
const offered = new Map([...searchRules.keys()].map((type) => [type, "rs"]));
const scopes = new ResourceScopes(offered, { first: false, wildcard: true });

/** MEDITECH's errors are no OperationOutcomes. */
const says: Voice = (status, _code, text, headers) =>
  jsonReply(status, { detail: text, resource: "v1/resource/error/_version/1/" }, headers);

export function meditech(origin: string, settings: SandboxSettings): Vendor {
  const { vendor } = readingVendor(facts, origin, settings);
  return { ...vendor, handle: async (request) => traced(await vendor.handle(request)) };
}

const facts: ReadingVendor = {
  id,
  name: "MEDITECH",
  version: "2.0.0",
  fhirPath: "/v2/uscore/STU6",
  tokenPath: "/oauth/token",
  clientId,
  groupId: "8f6c1b52-4a0e-4d0f-9a7d-0c2b7e5d1f63",
  credentials: { clientSecret },
  dialect: ({ seed }) => ({
    ids: (type, count, laboratory) =>
      uuidIds(seed, `${id}/${type}`, count, type === "Observation" ? prefixOver(laboratory) : undefined),
    concept: plainConcept,
    hasMedications: true,
    ...numberedPatients("urn:oid:2.16.840.1.113883.3.1167.99", firstRecordNumber),
  }),
  filing: () => plainFiling,
  search: {
    rules: searchRules,
    pageParameter: "continue",
    linksKeepQuery: true,
    check: (type, query) => {
      const fault = faultIn(type, query);
      if (fault !== undefined) throw new Refusal(says(400, "invalid", fault));
    },
    inFhirsWords,
  },
  countsPage: true,
  scopes,
  tokens: {
    grantedScope: (asked) => scopes.granted(asked),
    secret: { clientId, value: clientSecret, sentBy: ["basic", "post"] },
    invalidClientStatus: 401,
    authMethods: ["client_secret_post", "client_secret_basic", "private_key_jwt"],
  },
  bulk: { root: "bulkdata", obeysSince: false, oneAtATime: false, exportsPatients: true },
  says,
};

function prefixOver(laboratory: number): (rank: number) => string {
  return (rank) => (rank < laboratory ? "LA." : "VS.");
}

/** Every reply bears the marks by which MEDITECH's support finds it. */
function traced<T extends { headers?: Record<string, string> }>(reply: T): T {
  const requestId = randomUUID();
  const traceparent = `00-${requestId.replaceAll("-", "")}-${requestId.slice(-12).padStart(16, "0")}-01`;
  return { ...reply, headers: { ...reply.headers, "mtrestapi-requestid": requestId, traceparent } };
}
