/** The simulated NextGen, Enterprise and Office. Their rules and what they rest on: README.md beside this file. */
import type { Dialect } from "@/sandbox/fhir/generated-charts";
import { plainConcept } from "@/sandbox/fhir/observation-shape";
import { numberedPatients } from "@/sandbox/fhir/patient-shape";
import { type ReadingVendor, readingVendor } from "@/sandbox/fhir/reading-vendor";
import { plainFiling, stamped, timedFiling } from "@/sandbox/fhir/record-meta";
import type { SearchRules } from "@/sandbox/fhir/search-rules";
import { uuidIds } from "@/sandbox/fhir/uuid-ids";
import type { SandboxSettings } from "@/sandbox/framework/settings";
import type { Vendor } from "@/sandbox/framework/vendor";
import { numberedIds } from "@/sandbox/nextgen/ids";
import { enterpriseRules, officeRules } from "@/sandbox/nextgen/search-rules";
import { ResourceScopes } from "@/sandbox/smart/resource-scopes";

const clientSecret = "sandbox-secret-of-the-simulated-nextgen-client";
const firstRecordNumber = 3_800_000;
const bulkPath = "/api/bulkfhir/r4";
const officePath = "/api/fhir/r4";

export function nextgen(origin: string, settings: SandboxSettings): Vendor {
  const { vendor } = readingVendor(
    {
      ...both("nextgen", "9a1f3f0e-64c3-4f7e-8a35-2b7d5f0c1e84", enterpriseRules),
      name: "NextGen Enterprise",
      version: "2026",
      booksOnce: true,
      fhirPath: "/nge/prod/fhir-api-r4/fhir/R4",
      tokenPath: "/nge/prod/nge-oauth/token",
      dialect: ({ seed }) => ({
        ...people,
        ids: (type, count) => uuidIds(seed, `nextgen/${type}`, count),
        finished: stamped,
      }),
      filing: ({ now }) => timedFiling(now),
      search: {
        rules: enterpriseRules,
        pageParameter: "_page",
        countParameter: "_maxresults",
        words: { unknown: () => undefined },
      },
    },
    origin,
    settings,
  );
  return vendor;
}

export function nextgenOffice(origin: string, settings: SandboxSettings): Vendor {
  const { vendor } = readingVendor(
    {
      ...both("nextgen-office", "b2a0c7d4-0f5b-4d7d-93c6-8e1f4a6b5c20", officeRules),
      name: "NextGen Office",
      version: "5.7",
      fhirPath: officePath,
      tokenPath: "/auth/realms/nextgen/protocol/openid-connect/token",
      groupId: "7",
      refusesMessages: true,
      dialect: () => ({ ...people, ids: (_type, count) => numberedIds(count) }),
      filing: () => plainFiling,
      search: { rules: officeRules, pageParameter: "_getpages", words: { unknown: () => undefined } },
      bulk: {
        root: "$export-poll-status",
        jobParameter: "_jobId",
        obeysSince: false,
        oneAtATime: true,
      },
    },
    origin,
    settings,
  );
  // Exports have a base of their own, which leads to the same server here.
  const atBase = (path: string) =>
    path.startsWith(bulkPath) ? officePath + path.slice(bulkPath.length) : path;
  return { ...vendor, handle: (request) => vendor.handle({ ...request, path: atBase(request.path) }) };
}

const people: Omit<Dialect, "ids"> = {
  concept: plainConcept,
  hasMedications: false,
  ...numberedPatients("urn:oid:2.16.840.1.113883.3.12345.99", firstRecordNumber),
};

function both(id: string, clientId: string, rules: SearchRules) {
  const scopes = new ResourceScopes(new Map([...rules.keys()].map((type) => [type, "rs"])), {
    first: true,
    wildcard: true,
  });
  return {
    id,
    clientId,
    credentials: { clientSecret },
    countsPage: false,
    scopes,
    tokens: {
      grantedScope: (asked) => scopes.granted(asked),
      secret: { clientId, value: clientSecret, sentBy: ["basic", "post"] },
      authMethods: ["private_key_jwt", "client_secret_basic", "client_secret_post"],
    },
  } satisfies Partial<ReadingVendor>;
}
