/** The simulated Veradigm (Allscripts). Its rules and what they rest on: README.md beside this file. */
import { plainConcept } from "@/sandbox/fhir/observation-shape";
import { numberedPatients } from "@/sandbox/fhir/patient-shape";
import { type ReadingVendor, readingVendor } from "@/sandbox/fhir/reading-vendor";
import { stamped, timedFiling } from "@/sandbox/fhir/record-meta";
import { refusalOf } from "@/sandbox/fhir/refusal";
import { uuidIds } from "@/sandbox/fhir/uuid-ids";
import type { SandboxSettings } from "@/sandbox/framework/settings";
import type { Vendor } from "@/sandbox/framework/vendor";
import { ResourceScopes } from "@/sandbox/smart/resource-scopes";
import { faultIn, searchRules } from "@/sandbox/veradigm/search-rules";

const id = "veradigm";
/** A tenant of the vendor's public sandbox. */
const tenant = "CP00101";
const clientId = "5e0b7a54-1a6c-4b0b-9f0e-3d1c8d2a7b90";
const clientSecret = "sandbox-secret-of-the-simulated-veradigm-client";
const firstRecordNumber = 2_600_000;
const offered = new Map([...searchRules.keys()].map((type) => [type, "rs"]));
const scopes = new ResourceScopes(offered, { first: true, wildcard: false });

export function veradigm(origin: string, settings: SandboxSettings): Vendor {
  return readingVendor(facts, origin, settings).vendor;
}

const facts: ReadingVendor = {
  id,
  name: "Veradigm",
  version: "4.22.0.1",
  fhirPath: `/fhirroute/fhir/${tenant}`,
  tokenPath: `/fhirroute/authorizationV2/${tenant}/connect/token`,
  clientId,
  groupId: "INF-101",
  credentials: { clientSecret, tenant },
  dialect: ({ seed }) => ({
    ids: (type, count) => uuidIds(seed, `${id}/${type}`, count),
    concept: plainConcept,
    hasMedications: true,
    ...numberedPatients("urn:oid:2.16.840.1.113883.3.6132.99", firstRecordNumber),
    finished: stamped,
  }),
  filing: ({ now }) => timedFiling(now),
  search: {
    rules: searchRules,
    pageParameter: "_page",
    words: { unknown: () => undefined },
    check: (_type, query) => {
      const fault = faultIn(query);
      if (fault !== undefined) throw refusalOf(400, "invalid", fault);
    },
  },
  countsPage: false,
  scopes,
  tokens: {
    grantedScope: (asked) => scopes.granted(asked),
    secret: { clientId, value: clientSecret, sentBy: ["basic", "post"] },
    authMethods: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
  },
  bulk: { root: "BulkData", obeysSince: true, oneAtATime: false },
  claimsWrites: ["Observation", "Condition", "MedicationRequest", "DocumentReference"],
};
