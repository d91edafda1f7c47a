import { expect, it } from "vitest";
import { type WebhookView, webhookChangeSchema, webhookRequestSchema } from "@/lib/webhooks/schema";
import { changeOf, fieldAt, formOf, newWebhookForm, requestOf, resolveWebhookForm } from "./webhook-form";

const id = "0199b1f2-6d2a-7c11-8f6a-0c2a54a7b001";
const filled = { ...newWebhookForm, endpoint: "https://lab.example/hooks", events: ["patient.*"] };

const webhook: WebhookView = {
  id,
  protocol: "webhook",
  endpoint: "https://lab.example/hooks",
  description: "Billing",
  events: ["*"],
  ehrProvider: "epic",
  integrationId: null,
  filter: { integrationIds: [id], clinicIds: [id], expression: "data.version > 1" },
  algorithm: "ed25519",
  retry: { maxAttempts: 3, scheduleSeconds: [90, 3_600] },
  timeoutMs: 1_500,
  payload: "full",
  enabled: false,
  secretHint: "…abcd",
  previousSecretUntil: null,
  publicKey: "whpk_x",
  disabledReason: null,
  failingSince: null,
  heldUntil: null,
  createdAt: "2026-11-21T08:00:00.000Z",
  lastDeliveryAt: null,
  successRate24h: null,
};

const complaints = async (form: typeof filled) => {
  const options = { fields: {}, shouldUseNativeValidation: false };
  const { errors } = await resolveWebhookForm(form, undefined, options);
  return Object.fromEntries(Object.entries(errors).map(([field, error]) => [field, error?.message]));
};

it("asks for what is usual unless told", () => {
  const { secret: _, ...usual } = webhookRequestSchema.parse({
    endpoint: filled.endpoint,
    events: filled.events,
    ehrProvider: null,
    integrationId: null,
    filter: null,
    description: null,
  });
  expect(requestOf(filled)).toEqual(usual);
});

it("loses nothing of a webhook on its way through the form", () => {
  const { ehrProvider, integrationId, filter, retry, timeoutMs, payload } = webhook;
  expect(requestOf(formOf(webhook))).toMatchObject({
    ehrProvider,
    integrationId,
    filter,
    retry,
    timeoutMs,
    payload,
    events: ["*"],
    algorithm: "ed25519",
    enabled: false,
    description: "Billing",
  });
});

it("sends only what was changed, and null for what was emptied", () => {
  const before = formOf(webhook);
  expect(changeOf(before, before)).toEqual({});
  const after = { ...before, description: " ", source: `integration:${id}`, waits: "90 s" };
  const change = changeOf(before, after);
  expect(change).toEqual({
    description: null,
    ehrProvider: null,
    integrationId: id,
    retry: { maxAttempts: 3, scheduleSeconds: [90] },
  });
  expect(webhookChangeSchema.parse(change)).toEqual(change);
  expect(changeOf(before, { ...before, integrationIds: [], clinicIds: [], expression: " " })).toEqual({
    filter: null,
  });
});

it("says at each field what to write instead", async () => {
  expect(await complaints(filled)).toEqual({});
  const wrong = {
    ...filled,
    endpoint: "lab.example",
    events: [],
    maxAttempts: "many",
    waits: "soon",
    timeoutSeconds: "31",
    secretFrom: "me" as const,
    secret: "short",
    expression: "a".repeat(2_001),
  };
  expect(await complaints(wrong)).toEqual({
    endpoint: "Write a whole address, such as https://lab.example/hooks",
    events: "Choose at least one",
    maxAttempts: "Write a whole number from 1 to 20",
    waits: "Write 1 to 20 waits, each of 1 second to 24 hours",
    timeoutSeconds: "Write a time of 1 to 30 seconds",
    secret: "Write 8 to 256 characters",
    expression: "Write at most 2,000 characters",
  });
  expect(await complaints({ ...filled, secretFrom: "me", secret: "whsec_***not base64***" })).toEqual({
    secret: "Write base64 after whsec_, or leave whsec_ out",
  });
});

it("finds the field of a complaint of the server", () => {
  const paths = [
    "endpoint",
    "retry.scheduleSeconds.0",
    "filter.integrationIds",
    "filter.expression",
    "nothing",
  ];
  expect(paths.map(fieldAt)).toEqual(["endpoint", "waits", "integrationIds", "expression", undefined]);
});
