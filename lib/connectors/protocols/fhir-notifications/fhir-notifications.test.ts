import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { notificationEvents } from "./notification-bundle";
import { isSignedWith } from "./signature";

const body = Buffer.from('{"resourceType":"Bundle"}');
const sign = (secret: string, method = "sha256") =>
  `${method}=${createHmac(method, secret).update(body).digest("hex")}`;

describe("isSignedWith", () => {
  it.each(["sha256", "sha384", "sha512"])("believes %s of the secret", (method) => {
    expect(isSignedWith("s3cret", sign("s3cret", method), body)).toBe(true);
    expect(isSignedWith("s3cret", sign("s3cret", method).toUpperCase().replace(/^\w+/, method), body)).toBe(
      true,
    );
  });

  it.each([
    ["another secret", sign("other")],
    ["a weaker method", sign("s3cret", "sha1")],
    ["half a signature", sign("s3cret").slice(0, 40)],
    ["no method", sign("s3cret").slice(7)],
    ["nothing", null],
    ["no hex", "sha256=zz"],
  ])("does not believe %s", (_, signature) => {
    expect(isSignedWith("s3cret", signature, body)).toBe(false);
  });

  it("believes nothing where no secret is set", () => {
    expect(isSignedWith("", sign("s3cret"), body)).toBe(false);
  });
});

function bundle(status: object): Uint8Array {
  const resource = {
    resourceType: "SubscriptionStatus",
    type: "event-notification",
    subscription: { reference: "Subscription/1" },
    ...status,
  };
  return Buffer.from(JSON.stringify({ resourceType: "Bundle", type: "history", entry: [{ resource }] }));
}

describe("notificationEvents", () => {
  it("reads ids and what changed, from relative and absolute references", () => {
    const notificationEvent = [
      { id: "e1", eventNumber: "1", focus: { reference: "Patient/a-432.E-528595" } },
      { id: "e2", eventNumber: "2", focus: { reference: "https://ehr.example/fhir/Condition/7/_history/3" } },
    ];
    expect(notificationEvents(bundle({ notificationEvent }))).toEqual([
      { id: "e1", focus: { type: "Patient", id: "a-432.E-528595" } },
      { id: "e2", focus: { type: "Condition", id: "7" } },
    ]);
  });

  it("keeps an event whose record the FHIR interface does not have", () => {
    const focus = { identifier: { system: "urn:athenahealth:athenanet:labresult:432", value: "9" } };
    expect(notificationEvents(bundle({ notificationEvent: [{ id: "e1", focus }] }))).toEqual([{ id: "e1" }]);
  });

  it("tells events without ids apart by subscription, number and time", () => {
    const notificationEvent = [1, 2].map((eventNumber) => ({
      eventNumber,
      timestamp: "2026-01-01T00:00:00Z",
    }));
    const ids = notificationEvents(bundle({ notificationEvent })).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toContain("Subscription/1");
  });

  it.each(["handshake", "heartbeat"])("hears of nothing in a %s", (type) => {
    expect(notificationEvents(bundle({ type }))).toEqual([]);
  });

  it.each([
    "",
    "{",
    "[]",
    '{"resourceType":"Patient","name":[{"family":"Secretname"}]}',
    '{"resourceType":"Bundle","type":"history","entry":[]}',
  ])("refuses %j, quoting nothing of it", (text) => {
    const read = () => notificationEvents(Buffer.from(text));
    expect(read).toThrow(expect.objectContaining({ code: "notification_unreadable", status: 400 }));
    expect(read).not.toThrow(/Secretname/);
  });
});
