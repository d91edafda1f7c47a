import { describe, expect, it } from "vitest";
import { channelRequestSchema, channelSchema } from "@/lib/channels/schema";
import {
  type ChannelForm,
  changeOf,
  fieldAt,
  formOf,
  newChannelForm,
  newRule,
  requestOf,
  resolveChannelForm,
  sharedParts,
  typesIn,
} from "./channel-form";
import { newDestination, newHeader } from "./destination-form";

const id = (n: number) => `3f0c1a7e-0000-4000-8000-00000000000${n}`;
const at = "2026-11-17T10:42:16Z";
const lane = { queue: { waiting: 0, failed: 0, oldestAt: null, nextTryAt: null }, heldUntil: null };
const retry = { maxAttempts: 3, scheduleSeconds: [5, 300] };

const channel = channelSchema.parse({
  id: id(1),
  name: "Results to the portal",
  status: "STOPPED",
  failed: 0,
  problem: null,
  version: 2,
  source: { kind: "mllp", integrationId: id(2), types: ["ORU", "ADT^A04"] },
  filter: "PID",
  mapping: { to: "same", rules: [{ target: "PID-3.4", source: "PID-3.1", transform: "trim" }] },
  destinations: [
    {
      id: id(3),
      kind: "http",
      url: "https://portal.example/in",
      headers: { Authorization: { set: true, hint: "…c0de" } },
      retry,
      ...lane,
    },
    { id: id(4), kind: "mllp", host: "lab.example", port: 2575, tls: { key: { set: true } }, retry, ...lane },
    { id: id(5), kind: "integration", integrationId: id(2), use: "send", retry, ...lane },
    { id: id(6), kind: "webhook", webhookId: id(7), retry, ...lane },
  ],
  formerDestinations: [],
  waiting: 0,
  createdAt: at,
  updatedAt: at,
});

const options = { fields: {}, shouldUseNativeValidation: false };
const errorsOf = async (form: Partial<ChannelForm>) =>
  (await resolveChannelForm({ ...newChannelForm, name: "A name", ...form }, undefined, options)).errors;

describe("the form of a channel", () => {
  it("says what the channel says, with the secrets that are kept", () => {
    const { name, source, filter, destinations } = channelRequestSchema.parse(requestOf(formOf(channel)));
    expect({ name, source, filter }).toEqual({ name: channel.name, source: channel.source, filter: "PID" });
    const asked = channel.destinations.map(({ queue: _, heldUntil: __, ...destination }) => destination);
    expect(destinations).toMatchObject(asked);
  });

  it("sends what was changed alone", () => {
    const before = formOf(channel);
    expect(changeOf(before, { ...before, filter: "" })).toEqual({ filter: null });
    expect(changeOf(before, before)).toEqual({});
  });

  it("knows which parts somebody else changed as well", () => {
    const before = formOf(channel);
    const mine = { ...before, name: "Mine", filter: "false", to: "fhir" as const };
    expect(sharedParts(before, mine, { ...channel, version: 3, filter: "true" })).toEqual(["filter"]);
    expect(sharedParts(before, mine, { ...channel, version: 3, destinations: [] })).toEqual([]);
  });

  it("sends a secret that is typed in place of the one that is kept", () => {
    const before = formOf(channel);
    const [http] = before.destinations;
    const typed = { name: "Authorization", value: { text: "Bearer new", kept: { set: true as const } } };
    const after = { ...before, destinations: http ? [{ ...http, headers: [typed] }] : [] };
    expect(requestOf(after).destinations[0]).toMatchObject({ headers: { Authorization: "Bearer new" } });
  });

  it("reads types however they are parted", () => {
    expect(typesIn(" adt^a04, ORU;mdm ")).toEqual(["ADT^A04", "ORU", "MDM"]);
    expect(typesIn(" ")).toEqual([]);
  });

  it("complains at the field to blame", async () => {
    expect(await errorsOf({ name: "" })).toHaveProperty("name.message", "Give it a name");
    const source = { ...newChannelForm.source, types: "PATIENTS" };
    expect(await errorsOf({ source })).toHaveProperty("source.types.message", expect.stringContaining("ADT"));
    const events = { ...newChannelForm.source, kind: "event" as const };
    expect(await errorsOf({ source: events })).toHaveProperty("source.events.message");
    expect(await errorsOf({ rules: [newRule] })).toHaveProperty("rules.0.target.message");
    const steps = [{ kind: "lookup" as const, table: "" }];
    expect(await errorsOf({ rules: [{ ...newRule, target: "PID-3", steps }] })).toHaveProperty(
      "rules.0.steps.message",
    );
  });

  it("complains about destinations at the field to blame", async () => {
    const http = { ...newDestination("http"), headers: [newHeader], waits: "soon" };
    const mllp = { ...newDestination("mllp"), port: "", ca: "no PEM" };
    const errors = await errorsOf({
      destinations: [http, mllp, newDestination("integration"), newDestination("webhook")],
    });
    expect(errors).toHaveProperty("destinations.0.url.message", expect.stringContaining("whole address"));
    expect(errors).toHaveProperty("destinations.0.headers.message");
    expect(errors).toHaveProperty("destinations.0.waits.message");
    expect(errors).toHaveProperty("destinations.1.host.message");
    expect(errors).toHaveProperty("destinations.1.port.message");
    expect(errors).toHaveProperty("destinations.1.ca.message");
    expect(errors).toHaveProperty("destinations.2.integrationId.message", "Choose an integration");
    expect(errors).toHaveProperty("destinations.3.webhookId.message", "Choose an endpoint");
  });

  it("takes a channel that is whole", async () => {
    expect(await errorsOf({ ...formOf(channel) })).toEqual({});
  });

  it.each([
    ["mapping.rules[2].transform[0]", "rules.2.steps"],
    ["destinations.1.tls.key", "destinations.1.key.text"],
    ["destinations[0].integrationId", "destinations.0.integrationId"],
    ["filter", "filter"],
  ])("finds the field of %s", (path, field) => {
    expect(fieldAt(path, "mllp")).toBe(field);
  });
});
