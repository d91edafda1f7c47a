import { expect, it } from "vitest";
import { needsPerson, stateOfWebhook } from "./webhook-state";

const at = "2026-11-21T08:00:00.000Z";
const working = {
  enabled: true,
  disabledReason: null,
  failingSince: null,
  lastDeliveryAt: at,
  successRate24h: 1,
};

it.each([
  [{}, "Working", false],
  [{ lastDeliveryAt: null, successRate24h: null }, "Unused", false],
  [{ successRate24h: null }, "Working", false],
  [{ successRate24h: 0.9 }, "Partly", false],
  [{ failingSince: at, successRate24h: 1 }, "Failing", true],
  [{ enabled: false }, "Off", false],
  [{ enabled: false, failingSince: at }, "Off", false],
  [{ enabled: false, disabledReason: "It answered 410 Gone" }, "Disabled", true],
])("a webhook with %j is %s", (more, word, needs) => {
  expect(stateOfWebhook({ ...working, ...more }).word).toBe(word);
  expect(needsPerson({ ...working, ...more })).toBe(needs);
});
