/** A client library that people use with FHIR servers, unmodified, against the façade on a port. */
import { Client } from "fhir-kit-client";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ServedRoutes } from "@/lib/http/testing/served-routes";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { serveFacade } from "./testing/facade";

environmentForTests();
let server: ServedRoutes;
let client: Client;

beforeAll(async () => {
  server = await serveFacade();
  setEnvironment({ NEXTAUTH_URL: server.url });
  client = new Client({
    baseUrl: `${server.url}/api/fhir/R4`,
    bearerToken: (await makeCaller("integration")).key,
  });
});

afterAll(() => server.close());

const family = (name: string) => ({ resourceType: "Patient", name: [{ family: name }] });

it("creates, reads, updates, patches and deletes", async () => {
  const created = await client.create({ resourceType: "Patient", body: family("Doe") });
  const id = String(created.id);
  expect(await client.read({ resourceType: "Patient", id })).toMatchObject(family("Doe"));
  await client.update({ resourceType: "Patient", id, body: { ...family("Smith"), id } });
  expect(await client.vread({ resourceType: "Patient", id, version: "1" })).toMatchObject(family("Doe"));
  const jsonPatch = [{ op: "add" as const, path: "/active", value: true }];
  expect(await client.patch({ resourceType: "Patient", id, jsonPatch })).toMatchObject({ active: true });
  await client.delete({ resourceType: "Patient", id });
  await expect(client.read({ resourceType: "Patient", id })).rejects.toMatchObject({
    response: { status: 410 },
  });
});

it("searches in both forms and reads on from page to page", async () => {
  const entry = ["Ames", "Ash", "Asher"].map((name) => ({
    resource: family(name),
    request: { method: "POST", url: "Patient" },
  }));
  const stored = await client.transaction({ body: { resourceType: "Bundle", type: "transaction", entry } });
  expect(stored).toMatchObject({ type: "transaction-response" });
  const searchParams = { family: "as", _count: "1", _sort: "family" };
  const first = await client.resourceSearch({ resourceType: "Patient", searchParams });
  expect(first).toMatchObject({ total: 2, entry: [{ resource: family("Ash") }] });
  expect(await client.nextPage({ bundle: Object(first) })).toMatchObject({
    entry: [{ resource: family("Asher") }],
  });
  const posted = await client.resourceSearch({
    resourceType: "Patient",
    searchParams,
    options: { postSearch: true },
  });
  expect(posted).toMatchObject({ total: 2 });
});

it("learns what the server does, and where tokens come from", async () => {
  expect(await client.capabilityStatement()).toMatchObject({ resourceType: "CapabilityStatement" });
  const metadata = await client.smartAuthMetadata();
  expect(String(metadata.tokenUrl)).toBe(`${server.url}/api/fhir/token`);
});
