import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import type { PullPage, PullRequest } from "@/lib/connectors/contract";
import { type Population, pullPopulation } from "./population";
import type { FhirServer } from "./server";
import { bundle, serve } from "./testing/served-fhir";

const serverTime = "Fri, 01 May 2026 08:00:00 GMT";
const observations = { entity: "observations", type: "Observation" } as const;

const narrowed = (query: string, changedSince?: string) =>
  changedSince === undefined ? query : `${query}&_lastUpdated=ge${changedSince}`;

/** A vendor without a group, whose searches need no patient where `wide` says so. */
function populationAt(server: FhirServer, wide = true): Population {
  return {
    vendor: "The test's EHR",
    organizationId: "o",
    integrationId: "i",
    server,
    types: [observations],
    isTooSoon: () => false,
    typeSearches: wide
      ? [{ ...observations, query: (since) => narrowed("Observation?_count=2", since) }]
      : undefined,
    charts: {
      server,
      directory: [],
      readPatient: async (remoteId) => ({ state: "deleted", remoteId }),
      searches: [
        { ...observations, query: (patient, since) => narrowed(`Observation?patient=${patient}`, since) },
      ],
    },
  };
}

const request: PullRequest = {
  entities: ["observations"],
  mode: "full",
  pageSize: 2,
  knownRemoteIds: async (_entity, after) => (after === null ? ["p1", "p2"] : []),
};

const pull = (population: Population, more: Partial<PullRequest> = {}): Promise<PullPage[]> =>
  Array.fromAsync(pullPopulation(population, { ...request, ...more }));

const idsIn = (pages: readonly PullPage[]) =>
  pages.flatMap(({ items }) => items.map(({ remoteId }) => remoteId));
const asked = (requests: readonly IncomingMessage[]) => requests.map(({ url }) => url);

/** Three observations on two pages; the second page's link is forgotten when `isForgotten` says so. */
const served = (isForgotten = () => false) =>
  serve((message, response, base) => {
    response.setHeader("date", serverTime);
    if (!message.url?.includes("page=2"))
      return response.end(bundle(["a", "b"], `${base}/Observation?page=2`));
    if (!isForgotten()) return response.end(bundle(["c"]));
    const outcome = { resourceType: "OperationOutcome", issue: [{ severity: "error", code: "invalid" }] };
    return response.writeHead(400).end(JSON.stringify(outcome));
  });

describe("a population read by searches that name no patient", () => {
  it("is whole, and says by the vendor's clock from when on to look next, with some minutes to spare", async () => {
    const { fhir, requests } = await served();
    const pages = await pull(populationAt(fhir));
    expect(idsIn(pages)).toEqual(["a", "b", "c"]);
    expect(asked(requests)).toEqual(["/Observation?_count=2", "/Observation?page=2"]);
    expect(pages.at(-1)).toMatchObject({
      cursor: null,
      complete: { wholePopulation: true, changedSince: "2026-05-01T07:55:00.000Z" },
    });
  });

  it("is narrowed to what changed, and is then not whole", async () => {
    const { fhir, requests } = await served();
    const changedSince = "2026-04-30T00:00:00.000Z";
    const pages = await pull(populationAt(fhir), { mode: "incremental", changedSince });
    expect(asked(requests)[0]).toBe(`/Observation?_count=2&_lastUpdated=ge${changedSince}`);
    expect(pages.at(-1)).toMatchObject({ complete: { wholePopulation: false } });
  });

  it("goes on at the page where it stopped, and still counts from its beginning", async () => {
    const first = await served();
    const [begun] = await pull(populationAt(first.fhir));
    const later = await serve((_message, response) => {
      response.setHeader("date", "Fri, 01 May 2026 09:00:00 GMT");
      response.end(bundle(["c"]));
    });
    const text = JSON.stringify(begun?.cursor).replaceAll(first.base, later.base);
    const pages = await pull(populationAt(later.fhir), { cursor: JSON.parse(text) });
    expect(asked(later.requests)).toEqual(["/Observation?page=2"]);
    expect(idsIn(pages)).toEqual(["c"]);
    expect(pages.at(-1)?.complete?.changedSince).toBe("2026-05-01T07:55:00.000Z");
  });

  it("begins the search again when the vendor has forgotten the page where it stopped", async () => {
    let isForgotten = true;
    const { fhir, base } = await served(() => isForgotten);
    const cursor = { phase: "searches", search: 0, next: `${base}/Observation?page=2` };
    const pages: PullPage[] = [];
    for await (const page of pullPopulation(populationAt(fhir), { ...request, cursor })) {
      isForgotten = false;
      pages.push(page);
    }
    expect(idsIn(pages)).toEqual(["a", "b", "c"]);
  });
});

describe("known patients read one by one", () => {
  it("are asked for what changed, and the next run looks from this one on", async () => {
    const { fhir, requests } = await serve((_message, response) => {
      response.setHeader("date", serverTime);
      response.end(bundle([]));
    });
    const changedSince = "2026-04-30T00:00:00.000Z";
    const pages = await pull(populationAt(fhir, false), { mode: "incremental", changedSince });
    expect(asked(requests).sort()).toEqual(
      ["p1", "p2"].map((id) => `/Observation?patient=${id}&_lastUpdated=ge${changedSince}`),
    );
    expect(pages.at(-1)?.complete).toEqual({
      wholePopulation: false,
      changedSince: "2026-05-01T07:55:00.000Z",
    });
  });

  it("say nothing about the patients of a group that are not known yet", async () => {
    const { fhir } = await serve((message, response) => {
      if (message.url?.includes("$export")) return response.writeHead(409).end();
      return response.end(bundle([]));
    });
    const population = { ...populationAt(fhir, false), groupId: "g", isTooSoon: () => true };
    const pages = await pull(population);
    expect(pages.at(-1)?.complete).toEqual({ wholePopulation: false, changedSince: undefined });
  });
});
