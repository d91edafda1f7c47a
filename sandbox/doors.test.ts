import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type EpicClient, startEpic } from "@/sandbox/testing/epic-client";
import { fhirOf, idOf } from "@/sandbox/testing/fhir-answers";

const listed = z.object({ total: z.number(), items: z.array(z.looseObject({ id: z.string() })) });
let client: EpicClient;
beforeAll(async () => {
  client = await startEpic();
});
afterAll(() => client.close());

async function held(query: string) {
  return listed.parse(await (await client.backstage("GET", `/_data/epic/Patient?${query}`)).json());
}

describe("/_vendors", () => {
  test("says where a vendor is and what its connection form wants", async () => {
    const [epic] = await (await client.backstage("GET", "/_vendors")).json();
    expect(epic).toEqual({
      vendor: "epic",
      name: "Epic",
      baseUrl: `${client.url}/epic/api/FHIR/R4`,
      tokenUrl: `${client.url}/epic/oauth2/token`,
      mllp: { host: "127.0.0.1", port: expect.any(Number) },
      credentials: {
        clientId: expect.any(String),
        fhirBaseUrl: `${client.url}/epic/api/FHIR/R4`,
        tokenUrl: `${client.url}/epic/oauth2/token`,
        groupId: expect.any(String),
        hl7Address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      },
    });
  });
});

describe("/_data", () => {
  test("lists what the vendor truly holds, in order of id, page by page", async () => {
    const whole = await held("limit=1000");
    expect(whole.total).toBe(25);
    expect(whole.items.map(({ id }) => id)).toEqual(whole.items.map(({ id }) => id).sort());
    const pages = [
      await held("limit=10"),
      await held("offset=10&limit=10"),
      await held("offset=20&limit=10"),
    ];
    expect(pages.flatMap(({ items }) => items)).toEqual(whole.items);
  });

  test.each(["limit=0", "limit=1001", "offset=-1", "limit=many"])("refuses %s", async (query) => {
    expect((await client.backstage("GET", `/_data/epic/Patient?${query}`)).status).toBe(400);
  });

  test("takes a resource as it is, digits and unknown fields included", async () => {
    const text =
      '{"resourceType":"Patient","id":"mine","meta":{"versionId":"7","tag":[{"code":"x"}]},' +
      '"name":[{"family":"Ō\'Hara-李 \\"the third\\""}],"x-unknown":{"deep":[1.10,null,1E2]},' +
      '"extension":[{"url":"http://example.org/weight","valueDecimal":70.00}]}';
    const created = await client.backstage("POST", "/_data/epic/Patient", text);
    expect(created.status).toBe(201);
    const answer = await created.text();
    const { id, item } = z.object({ id: z.string(), item: z.looseObject({}) }).parse(JSON.parse(answer));
    expect(item).toMatchObject({ id, meta: { tag: [{ code: "x" }] } });
    expect(item.meta).not.toHaveProperty("versionId");
    const served = await (await client.get(`Patient/${id}`)).text();
    for (const kept of ['"deep":[1.10,null,1E2]', '"valueDecimal":70.00', "Ō'Hara-李"]) {
      expect(served).toContain(kept);
      expect(answer).toContain(kept);
    }
  });

  test("takes a resource of 10 MB", async () => {
    const id = await idOf(
      await client.backstage("POST", "/_data/epic/DocumentReference", {
        resourceType: "DocumentReference",
        description: "d".repeat(10 * 1024 * 1024),
      }),
    );
    const document = await fhirOf(await client.get(`DocumentReference/${id}`));
    expect(z.string().parse(document.description)).toHaveLength(10 * 1024 * 1024);
  });

  test("replaces, deletes, and says when there is nothing to", async () => {
    const [generated] = (await held("limit=1")).items;
    const path = `/_data/epic/Patient/${generated?.id}`;
    const { total } = await held("limit=1");
    const replaced = await client.backstage("PUT", path, { resourceType: "Patient", gender: "other" });
    expect([replaced.status, await replaced.json()]).toMatchObject([200, { item: { gender: "other" } }]);
    expect(await fhirOf(await client.get(`Patient/${generated?.id}`))).toMatchObject({ gender: "other" });
    expect((await held("limit=1")).total).toBe(total);
    expect((await client.backstage("DELETE", path)).status).toBe(204);
    expect((await client.backstage("DELETE", path)).status).toBe(404);
    expect((await client.backstage("PUT", path, { resourceType: "Patient" })).status).toBe(404);
    expect((await held("limit=1")).total).toBe(total - 1);
  });

  test.each([
    ["another type", { resourceType: "Observation" }],
    ["broken JSON", "{"],
    ["a list", []],
  ])("refuses %s", async (_, body) => {
    expect((await client.backstage("POST", "/_data/epic/Patient", body)).status).toBe(422);
  });

  test("refuses to merge what is not there", async () => {
    const merge = await client.backstage("POST", "/_data/epic/Patient/eNobody/_merge", { into: "eNoOne" });
    expect(merge.status).toBe(404);
  });

  test("knows no vendor that is not played", async () => {
    expect((await client.backstage("GET", "/_data/nobody/Patient")).status).toBe(404);
  });
});

describe("/_requests", () => {
  const logged = z.object({
    total: z.number(),
    items: z.array(
      z.strictObject({
        at: z.iso.datetime(),
        method: z.string(),
        path: z.string(),
        query: z.string(),
        status: z.number(),
        ms: z.number(),
        bodyBytes: z.number(),
      }),
    ),
  });

  async function requests(query: string) {
    return logged.parse(await (await client.backstage("GET", `/_requests?${query}`)).json());
  }

  test("shows what was asked, newest last, and nothing of the doors themselves", async () => {
    const since = new Date().toISOString();
    await client.get("Patient?birthdate=1980-01-01");
    await client.call("POST", "Observation", { body: "{}" });
    const { total, items } = await requests(`vendor=epic&since=${since}`);
    expect(total).toBe(2);
    expect(items).toMatchObject([
      {
        method: "GET",
        path: "/epic/api/FHIR/R4/Patient",
        query: "birthdate=1980-01-01",
        status: 200,
        bodyBytes: 0,
      },
      { method: "POST", path: "/epic/api/FHIR/R4/Observation", query: "", status: 400, bodyBytes: 2 },
    ]);
  });

  test("gives the newest when more match than asked for", async () => {
    await client.get("Patient/one");
    await client.get("Patient/two");
    const { total, items } = await requests("vendor=epic&limit=1");
    expect(total).toBeGreaterThan(2);
    expect(items.map(({ path }) => path)).toEqual(["/epic/api/FHIR/R4/Patient/two"]);
  });
});

test("a path that is neither a vendor nor a door is not found", async () => {
  expect((await client.backstage("GET", "/elsewhere")).status).toBe(404);
});
