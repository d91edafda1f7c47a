import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Actor, permissionsOf } from "@/lib/auth";
import { serve } from "@/lib/connectors/protocols/fhir-r4/testing/served-fhir";
import {
  createIntegration,
  listIntegrationEvents,
  listSubscriptions,
  updateIntegration,
} from "@/lib/integrations";
import { integrationRequestSchema } from "@/lib/integrations/schema";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { nowMs, setClock } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { openTestEnvironment, type TestEnvironment } from "@/lib/platform/testing/installation";
import { keepSubscriptionsOf } from "./keep-subscriptions";

let environment: TestEnvironment;
let actor: Actor;
beforeAll(async () => {
  environment = await openTestEnvironment({ OUTBOUND_ALLOW: "127.0.0.1", JOB_RETRIES: "0" });
});
afterAll(() => environment.close());
beforeEach(async () => {
  const { organizationId } = await makeCaller("admin");
  actor = {
    kind: "user",
    id: newId(),
    name: "Mara Lindqvist",
    organizationId,
    permissions: new Set(permissionsOf("admin")),
  };
});

interface Offer {
  readonly subscriptions?: boolean;
  readonly searches?: readonly string[];
  /** What asking for a subscription comes to. */
  readonly status?: number;
  /** Whether it puts to work what it has accepted. */
  readonly begins?: boolean;
}

/** A server that offers patients, and what it was sent. */
async function serverOf({ subscriptions = true, searches = [], status = 201, begins = true }: Offer) {
  const patients = {
    type: "Patient",
    interaction: [{ code: "read" }, { code: "search-type" }],
    searchParam: searches.map((name) => ({ name })),
  };
  const resource = [
    patients,
    ...(subscriptions ? [{ type: "Subscription", interaction: [{ code: "create" }] }] : []),
  ];
  const statement = {
    resourceType: "CapabilityStatement",
    fhirVersion: "4.0.1",
    rest: [{ mode: "server", resource }],
  };
  const asked: Record<string, unknown>[] = [];
  const { base } = await serve((request, response) => {
    if (request.url === "/metadata") return response.end(JSON.stringify(statement));
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    return request.on("end", () => {
      if (request.method === "POST") asked.push(JSON.parse(Buffer.concat(chunks).toString()));
      const made = { ...asked.at(-1), id: "s-1", status: begins ? "active" : "requested" };
      response.writeHead(status).end(JSON.stringify(made));
    });
  });
  return { base, asked };
}

async function connectedTo(fhirBaseUrl: string) {
  const request = integrationRequestSchema.parse({
    name: "Lakeside",
    provider: "fhir-r4",
    status: "active",
    syncStrategy: "realtime",
    syncEnabled: true,
    entityMappings: [
      { localEntity: "patients", remoteEntity: "Patient" },
      { localEntity: "conditions", remoteEntity: "Condition", direction: "push" },
    ],
    credentials: { fhirBaseUrl },
  });
  const { id: integrationId } = await createIntegration(actor, request);
  return { organizationId: actor.organizationId, integrationId };
}

it.each([
  ["changes are found by their time", ["_lastUpdated"], undefined],
  ["they are not", [], "application/fhir+json"],
])(
  "asks to be told of what is read alone, and of no content, unless the server must send it to name what changed (%s)",
  async (_, searches, payload) => {
    const { base, asked } = await serverOf({ searches });
    await keepSubscriptionsOf(await connectedTo(base));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      status: "requested",
      criteria: "Patient?",
      channel: { type: "rest-hook" },
    });
    const { endpoint, header, payload: given } = Object(asked[0]?.channel);
    expect(given).toBe(payload);
    const [, token = ""] = /^Authorization: Bearer (\S{40,})$/.exec(header[0]) ?? [];
    expect(token).not.toBe("");
    expect(endpoint).not.toContain(token);
  },
);

it("says what to do where the server offers no subscriptions, and asks for none", async () => {
  const { base, asked } = await serverOf({ subscriptions: false });
  const place = await connectedTo(base);
  await keepSubscriptionsOf(place);
  await keepSubscriptionsOf(place);
  expect(asked).toEqual([]);
  expect(await listSubscriptions(actor, place.integrationId)).toEqual([
    {
      entity: "patients",
      status: "refused",
      since: null,
      lastNotificationAt: null,
      problem: expect.stringContaining("Choose a schedule instead of real time."),
    },
  ]);
  const { data } = await listIntegrationEvents(actor, place.integrationId, 10, null);
  const told = data.filter(({ type }) => type === "real_time");
  expect(told).toMatchObject([
    { severity: "warning", message: expect.stringContaining("Choose a schedule") },
  ]);
});

it("says once what to look after where a server accepts and does not begin, and waits on", async () => {
  const { base, asked } = await serverOf({ begins: false });
  const place = await connectedTo(base);
  const started = nowMs();
  const problems: (string | null)[] = [];
  for (const minute of [0, 2, 5, 7]) {
    const putBack = setClock(() => started + minute * 60_000);
    await keepSubscriptionsOf(place).finally(putBack);
    const [patients] = await listSubscriptions(actor, place.integrationId);
    expect(patients).toMatchObject({ status: "requested", since: null });
    problems.push(patients?.problem ?? null);
  }
  const advice = expect.stringContaining(`can reach Carelane at addresses below http`);
  expect(problems[2]).toContain(String(Object(asked[0]?.channel).endpoint).replace("/patients", ""));
  expect(problems).toEqual([null, null, advice, advice]);
  const { data } = await listIntegrationEvents(actor, place.integrationId, 10, null);
  expect(data.filter(({ type }) => type === "real_time")).toMatchObject([
    { severity: "warning", message: advice },
  ]);
  expect(asked).toHaveLength(1);
});

it("asks a server that refuses ever less often, and at once when the settings change", async () => {
  const { base, asked } = await serverOf({ status: 422 });
  const place = await connectedTo(base);
  const started = nowMs();
  const asksAfter = async (minutes: number) => {
    const putBack = setClock(() => started + minutes * 60_000);
    const before = asked.length;
    await keepSubscriptionsOf(place).finally(putBack);
    return asked.length > before;
  };
  const asks: boolean[] = [];
  for (const minute of [0, 0.5, 1, 1.5, 2, 3, 4, 7]) asks.push(await asksAfter(minute));
  expect(asks).toEqual([true, false, true, false, true, false, true, false]);
  await updateIntegration(actor, place.integrationId, { name: "Lakeside again" });
  expect(await asksAfter(7)).toBe(true);
});
