/** What every vendor that can only be read does alike. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { matchesIn } from "@/sandbox/testing/fhir-answers";
import { startVendor, type VendorClient } from "@/sandbox/testing/vendor-client";

const chartTypes = [
  "Observation",
  "Condition",
  "MedicationRequest",
  "Encounter",
  "DiagnosticReport",
  "DocumentReference",
];
const allTypes = ["Patient", "Practitioner", ...chartTypes];
const scope = allTypes.map((type) => `system/${type}.rs`).join(" ");
const manifest = z.object({ output: z.array(z.object({ type: z.string(), url: z.url() })) });

describe.each([
  { id: "meditech", countParameter: "_count", clientRefused: 401 },
  { id: "veradigm", countParameter: "_count", clientRefused: 400 },
  { id: "nextgen", countParameter: "_maxresults", clientRefused: 400 },
  { id: "nextgen-office", countParameter: "_count", clientRefused: 400 },
])("$id", ({ id, countParameter, clientRefused }) => {
  let client: VendorClient;
  let patientId = "";
  beforeAll(async () => {
    client = await startVendor(id, scope, { pageSessionSeconds: 60 });
    patientId = (await client.held("Patient"))[1]?.id ?? "";
  });
  afterAll(() => client.close());

  test("gives a token for a secret in the header or in the form, and none for a wrong one", async () => {
    const { clientId, clientSecret = "" } = client.credentials;
    const inForm = { client_id: clientId, client_secret: clientSecret, scope };
    expect((await client.askBySecret({ scope })).status).toBe(200);
    expect((await client.askToken(inForm)).status).toBe(200);
    for (const answer of [
      await client.askBySecret({ scope }, "wrong"),
      await client.askToken({ ...inForm, client_secret: "wrong" }),
    ]) {
      expect([answer.status, await answer.json()]).toMatchObject([
        clientRefused,
        { error: "invalid_client" },
      ]);
    }
  });

  test("lets a token reach what it was given for alone", async () => {
    const answer = await client.askBySecret({ scope: "system/Patient.rs" });
    const { access_token } = z.object({ access_token: z.string() }).parse(await answer.json());
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await client.get(`Patient/${patientId}`, headers)).status).toBe(200);
    expect((await client.get(`Condition?patient=${patientId}`, headers)).status).toBe(403);
    const none = await client.askBySecret({ scope: "system/Unheard.rs" });
    expect([none.status, await none.json()]).toMatchObject([400, { error: "invalid_scope" }]);
  });

  test.each(allTypes)("refuses to write %s", async (type) => {
    const [record] = await client.held(type);
    const before = await client.held(type);
    const create = await client.call("POST", type, { body: { resourceType: type } });
    const update = await client.call("PUT", `${type}/${record?.id}`, { body: record });
    expect([create.status, update.status]).toEqual([405, 405]);
    expect(await client.held(type)).toEqual(before);
  });

  test.each(chartTypes)(
    "finds all %s records of a chart, page by page, until the link ends",
    async (type) => {
      const truth = (await client.held(type)).filter((one) =>
        JSON.stringify(one).includes(`"Patient/${patientId}"`),
      );
      const pages = await client.pages(`${type}?patient=${patientId}&${countParameter}=1`);
      expect(truth.length).toBeGreaterThan(0);
      expect(pages.flatMap(({ page }) => matchesIn(page))).toEqual(truth);
      if (truth.length < 2) return;
      client.clock.nowMs += 60_000;
      expect((await client.get(pages.at(-1)?.link ?? "")).status).toBe(400);
    },
  );

  test("finds a patient by record number and by name", async () => {
    const patient = z
      .object({
        identifier: z.array(z.object({ value: z.string() })),
        name: z.array(z.object({ family: z.string() })),
      })
      .parse(await (await client.get(`Patient/${patientId}`)).json());
    const queries = [`identifier=${patient.identifier[0]?.value}`, `name=${patient.name[0]?.family}`];
    for (const query of queries) {
      const found = await client.found(`Patient?${query}`);
      expect(found.map((one) => one.id)).toContain(patientId);
    }
  });

  test("says without a token what it offers", async () => {
    const metadata = await (await fetch(`${client.baseUrl}/metadata`)).json();
    expect(metadata).toMatchObject({ resourceType: "CapabilityStatement", fhirVersion: "4.0.1" });
    const smart = await (await fetch(`${client.baseUrl}/.well-known/smart-configuration`)).json();
    expect(smart.token_endpoint_auth_methods_supported).toContain("private_key_jwt");
    expect((await fetch(`${client.baseUrl}/Patient/${patientId}`)).status).toBe(401);
  });
});

test.each(["meditech", "veradigm", "nextgen-office"])("%s exports its group", async (id) => {
  const client = await startVendor(id, `${scope} system/Group.rs`);
  const path = `Group/${client.credentials.groupId}/$export?_type=Patient`;
  const begun = await client.get(path, { prefer: "respond-async" });
  expect(begun.status).toBe(202);
  const { output } = manifest.parse(
    await (await client.get(begun.headers.get("content-location") ?? "")).json(),
  );
  const lines = (await (await client.get(output[0]?.url ?? "")).text()).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual(await client.held("Patient"));
  await client.close();
});

test("NextGen Enterprise exports nothing", async () => {
  const client = await startVendor("nextgen", `${scope} system/Group.rs`);
  const answer = await client.get("Group/7/$export", { prefer: "respond-async" });
  expect(answer.status).toBe(404);
  await client.close();
});
