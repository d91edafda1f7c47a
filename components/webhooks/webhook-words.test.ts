import { expect, it } from "vitest";
import { aboutWebhook, formatDelivered, nameOfWebhook, shortAddress, sourceWord } from "./webhook-words";

it("calls a webhook by what somebody wrote, else by its address", () => {
  expect(shortAddress("https://lab.example/hooks/")).toBe("lab.example/hooks");
  expect(nameOfWebhook({ endpoint: "http://lab.example", description: null })).toBe("lab.example");
  expect(nameOfWebhook({ endpoint: "http://lab.example", description: "Billing" })).toBe("Billing");
});

it("says of an endpoint that it is a FHIR subscription, and what somebody wrote about it", () => {
  expect(aboutWebhook({ protocol: "webhook", description: null })).toBe("");
  expect(aboutWebhook({ protocol: "webhook", description: "Billing" })).toBe("Billing");
  expect(aboutWebhook({ protocol: "fhir", description: "Weights" })).toBe("FHIR subscription: Weights");
});

it("never calls a share whole before it is", () => {
  expect([1, 0.9999, 0.5, 0].map(formatDelivered)).toEqual(["100 %", "99.9 %", "50 %", "0 %"]);
});

it.each([
  [{}, "All"],
  [{ ehrProvider: "epic" }, "All of Epic"],
  [{ integrationId: "i1" }, "Lakeside"],
  [{ integrationId: "i9" }, "One that is gone"],
  [{ filter: { integrationIds: ["i1"] } }, "Lakeside"],
  [{ filter: { integrationIds: ["i1", "i2"] } }, "2 integrations"],
  [{ filter: { clinicIds: ["c1"] } }, "All"],
])("tells whose events %j hears of", (more, word) => {
  const webhook = { integrationId: null, ehrProvider: null, filter: null, ...more };
  expect(sourceWord(webhook, [{ id: "i1", name: "Lakeside" }], () => "Epic")).toBe(word);
});
