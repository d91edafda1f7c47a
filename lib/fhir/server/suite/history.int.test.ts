/** Histories of a resource, a type, and all. Crucible's HistoryTest, the history tests of Microsoft's FHIR server. */
import { beforeAll, describe, expect, it, vi } from "vitest";
import { patient, refusal, servedFacade } from "../testing/served-facade";

const ask = servedFacade();
let id: string;
/** Between the first version and the second. */
let between: string;

beforeAll(async () => {
  const created = (await ask("POST", "Patient", { body: patient })).json;
  id = created.id;
  between = new Date(Date.parse(created.meta.lastUpdated) + 1).toISOString();
  await vi.waitUntil(() => Date.now() > Date.parse(between), { interval: 1 });
  const telecom = [{ system: "email", value: "foo@example.com" }];
  await ask("PUT", `Patient/${id}`, { body: { ...patient, id, telecom } });
  await ask("DELETE", `Patient/${id}`);
  await ask("POST", "Practitioner", { body: { resourceType: "Practitioner", active: true } });
});

interface Entry {
  readonly fullUrl: string;
  readonly resource?: { readonly id: string; readonly meta: { readonly versionId: string } };
  readonly request: { readonly method: string; readonly url: string };
  readonly response: { readonly status: string; readonly etag: string; readonly lastModified: string };
}

const methods = (entries: Entry[]) => entries.map(({ request }) => request.method);

describe("the history of a resource", () => {
  it("has its versions, newest first, and counts them", async () => {
    const { status, json } = await ask("GET", `Patient/${id}/_history`);
    expect([status, json.type, json.total]).toEqual([200, "history", 3]);
    expect(methods(json.entry)).toEqual(["DELETE", "PUT", "POST"]);
    expect(json.entry.map(({ request }: Entry) => request.url)).toEqual([
      `Patient/${id}`,
      `Patient/${id}`,
      "Patient",
    ]);
    expect(json.entry.map(({ response }: Entry) => [response.status, response.etag])).toEqual([
      ["204", 'W/"3"'],
      ["200", 'W/"2"'],
      ["201", 'W/"1"'],
    ]);
    expect(json.entry.map(({ resource }: Entry) => resource?.meta.versionId)).toEqual([undefined, "2", "1"]);
    for (const { fullUrl } of json.entry) expect(fullUrl).toMatch(new RegExp(`/Patient/${id}$`));
  });

  it("has each version as vread gives it", async () => {
    const { json } = await ask("GET", `Patient/${id}/_history`);
    for (const { resource } of json.entry.slice(1)) {
      const read = await ask("GET", `Patient/${id}/_history/${resource.meta.versionId}`);
      expect(read.json).toEqual(resource);
    }
    expect(await ask("GET", `Patient/${id}/_history/3`)).toEqual(refusal(410));
  });

  it("begins where it is asked to, and its link to itself does too", async () => {
    const since = await ask("GET", `Patient/${id}/_history?_since=${between}`);
    expect([since.json.total, methods(since.json.entry)]).toEqual([2, ["DELETE", "PUT"]]);
    const [{ relation, url }] = since.json.link;
    expect([relation, (await ask("GET", url)).json.entry]).toEqual(["self", since.json.entry]);
    const future = await ask("GET", `Patient/${id}/_history?_since=2999-01-01T00:00:00Z`);
    expect([future.status, future.json.total, future.json.entry]).toEqual([200, 0, undefined]);
  });

  it("is of a resource that was there", async () => {
    expect(await ask("GET", "Patient/3141592unlikely/_history")).toEqual(refusal(404));
    expect(await ask("GET", `Observation/${id}/_history`)).toEqual(refusal(404));
  });
});

describe.each(["Patient/_history", "_history"])("%s", (address) => {
  it("has what was written, in pages that lead to its end", async () => {
    const whole = await ask("GET", address);
    const of = (await ask("GET", `${address}?_count=2`)).json;
    const pages: Entry[][] = [of.entry];
    for (let page = of; ; ) {
      const next = page.link.find(({ relation }: { relation: string }) => relation === "next");
      if (!next) break;
      page = (await ask("GET", next.url)).json;
      pages.push(page.entry);
    }
    expect(pages.flat()).toEqual(whole.json.entry);
    expect(pages.every((page) => page.length <= 2)).toBe(true);
    expect(whole.json.total).toBe(whole.json.entry.length);
    const times = pages.flat().map(({ response }) => response.lastModified);
    expect(times).toEqual(times.toSorted().reverse());
  });

  it("begins where it is asked to", async () => {
    const { json } = await ask("GET", `${address}?_since=${between}`);
    expect(methods(json.entry)).not.toHaveLength(0);
    for (const { response } of json.entry) expect(response.lastModified >= between).toBe(true);
    const future = await ask("GET", `${address}?_since=2999-01-01T00:00:00Z`);
    expect([future.json.total, future.json.entry]).toEqual([0, undefined]);
  });

  it("refuses what it does not take", async () => {
    expect(await ask("GET", `${address}?_since=yesterday`)).toEqual(refusal(400));
    expect(await ask("GET", `${address}?_count=-1`)).toEqual(refusal(400));
    expect(await ask("GET", `${address}?family=x`)).toEqual(refusal(400));
  });
});
