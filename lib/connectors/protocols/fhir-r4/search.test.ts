import { describe, expect, it } from "vitest";
import { searchPages } from "./search";
import { isSameOrigin } from "./server";
import { bundle, serve } from "./testing/served-fhir";

async function idsOf(search: ReturnType<typeof searchPages>): Promise<string[]> {
  const pages = await Array.fromAsync(search);
  return pages.flatMap(({ matches }) => matches.map(({ resource }) => resource.id));
}

const coded = (code: string) => expect.objectContaining({ code });

describe("searchPages", () => {
  it("follows the link as it comes, over pages that are empty", async () => {
    const { fhir } = await serve((request, response, base) => {
      const page = new URL(request.url ?? "", base).searchParams.get("page") ?? "1";
      const pages: Record<string, string> = {
        "1": bundle(["a"], `${base}/Observation?page=2&x=%20`),
        "2": bundle([], `${base}/Observation?page=3`),
        "3": bundle(["b"]),
      };
      response.end(pages[page]);
    });
    expect(await idsOf(searchPages(fhir, "Observation?patient=1"))).toEqual(["a", "b"]);
  });

  it("sends nothing to another server that a link names", async () => {
    const other = await serve((_request, response) => response.end(bundle(["x"])));
    const { fhir } = await serve((_request, response) =>
      response.end(bundle(["a"], `${other.base}/Observation?page=2`)),
    );
    await expect(idsOf(searchPages(fhir, "Observation"))).rejects.toThrow(coded("foreign_address"));
    expect(other.requests).toEqual([]);
  });

  it("stops where links go in a circle", async () => {
    const { fhir, requests } = await serve((_request, response, base) =>
      response.end(bundle(["a"], `${base}/Observation?page=2`)),
    );
    await expect(idsOf(searchPages(fhir, "Observation"))).rejects.toThrow(coded("paging_broken"));
    expect(requests).toHaveLength(2);
  });

  it("gives a match once although pages overlap", async () => {
    const { fhir } = await serve((request, response, base) =>
      response.end(
        request.url?.includes("page") ? bundle(["b", "c"]) : bundle(["a", "b"], `${base}/Observation?page=2`),
      ),
    );
    expect(await idsOf(searchPages(fhir, "Observation"))).toEqual(["a", "b", "c"]);
  });

  it("begins again when the search was forgotten, and repeats nothing", async () => {
    let expired = false;
    const { fhir } = await serve((request, response, base) => {
      if (!request.url?.includes("page")) return response.end(bundle(["a"], `${base}/Observation?page=2`));
      if (expired) return response.end(bundle(["b"]));
      expired = true;
      const issue = [{ severity: "fatal", code: "expired" }];
      response.writeHead(400).end(JSON.stringify({ resourceType: "OperationOutcome", issue }));
    });
    expect(await idsOf(searchPages(fhir, "Observation"))).toEqual(["a", "b"]);
  });

  it.each([400, 404, 410])(
    "takes a refusal with %d of its own link for forgetting, in a later run too",
    async (status) => {
      const { base, fhir } = await serve((request, response) => {
        if (request.url?.includes("page")) response.writeHead(status).end('{"detail":"no"}');
        else response.end(bundle(["a"]));
      });
      const next = `${base}/Observation?page=2`;
      expect(await idsOf(searchPages(fhir, "Observation", next))).toEqual(["a"]);
    },
  );

  it("takes a refusal of the search itself for what it says", async () => {
    const { fhir, requests } = await serve((_request, response) => response.writeHead(400).end());
    await expect(idsOf(searchPages(fhir, "Observation"))).rejects.toThrow(coded("content_refused"));
    expect(requests).toHaveLength(1);
  });

  it("gives up when the search is forgotten every time", async () => {
    const issue = [{ severity: "fatal", code: "expired" }];
    const { fhir, requests } = await serve((_request, response) =>
      response.writeHead(400).end(JSON.stringify({ resourceType: "OperationOutcome", issue })),
    );
    await expect(idsOf(searchPages(fhir, "Observation"))).rejects.toThrow(coded("page_session_expired"));
    expect(requests).toHaveLength(3);
  });

  it.each(["include", "outcome"])("leaves entries of mode %s out", async (mode) => {
    const { fhir } = await serve((_request, response) => response.end(bundle(["a"], undefined, mode)));
    expect(await idsOf(searchPages(fhir, "Observation"))).toEqual([]);
  });

  it("asks again for a page that came as a web page", async () => {
    const { fhir, requests } = await serve((_request, response) =>
      response.end(requests.length === 1 ? "<html>maintenance</html>" : bundle(["a"])),
    );
    expect(await idsOf(searchPages(fhir, "Observation"))).toEqual(["a"]);
  });

  it("counts entries that are no resources", async () => {
    const entry = [{ resource: { resourceType: "Observation" } }, { resource: "text" }];
    const { fhir } = await serve((_request, response) =>
      response.end(JSON.stringify({ resourceType: "Bundle", entry })),
    );
    const [page] = await Array.fromAsync(searchPages(fhir, "Observation"));
    expect(page).toMatchObject({ matches: [], unreadable: 2 });
  });
});

describe("refusals", () => {
  it.each([
    [404, "<html>Jane Roe</html>", "no_fhir_answer"],
    [403, '{"message":"Jane Roe"}', "access_refused"],
    [400, '"Jane Roe"', "content_refused"],
    [412, "", "version_conflict"],
    [409, "{}", "version_conflict"],
    [405, "", "not_offered"],
    [410, "", "resource_deleted"],
    [418, "", "vendor_refused"],
    [500, "Jane Roe", "vendor_unavailable"],
  ])("turns %d with %j into words that quote nothing", async (status, body, code) => {
    const { fhir } = await serve((_request, response) => response.writeHead(status).end(body));
    const error: unknown = await fhir
      .call("Patient/1", { retry: "never" })
      .catch((caught: unknown) => caught);
    expect(error).toEqual(coded(code));
    expect(JSON.stringify(error)).not.toContain("Jane");
  });
});

describe("isSameOrigin", () => {
  it("knows default ports", () => {
    expect(isSameOrigin("https://ehr.example.org:443/R4/x", "https://ehr.example.org/R4")).toBe(true);
    expect(isSameOrigin("https://ehr.example.org:8443/R4/x", "https://ehr.example.org/R4")).toBe(false);
    expect(isSameOrigin("http://ehr.example.org/R4/x", "https://ehr.example.org/R4")).toBe(false);
  });
});
