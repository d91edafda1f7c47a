import { describe, expect, it } from "vitest";
import { problemsOf, requestOf, sameSettings, settingsFormFor } from "./settings-form";
import { connectorLike, integrationLike } from "./testing/integration-like";

const port = (entity: string, directions: string[]) => ({
  entity,
  remoteEntity: entity,
  directions,
  strategies: [],
  write: { create: false, update: false, delete: false, via: null },
  changeDetection: "hash",
});

const connector = connectorLike({
  supportedAuthTypes: ["basic", "jwt"],
  supportedSyncDirections: ["pull", "push", "bidirectional"],
  supportedSyncStrategies: ["batch", "manual"],
  supportedEntities: [
    port("patients", ["pull", "bidirectional"]),
    port("conditions", ["pull"]),
    port("appointments", ["push"]),
  ],
  configSchema: {
    properties: {
      address: { type: "string", format: "uri", title: "Address" },
      secret: { type: "string", secret: true },
      port: { type: "integer", minimum: 1, maximum: 65_535 },
      strict: { type: "boolean", default: true },
    },
    required: ["address"],
  },
});

const integration = integrationLike({
  authType: "jwt",
  credentials: {
    address: { set: true, hint: "https://riverbend.example", updatedAt: null },
    secret: { set: true, hint: "…1234", updatedAt: null },
    strict: { set: true, hint: "false", updatedAt: null },
  },
  entityMappings: [
    { localEntity: "patients", remoteEntity: "Patient", enabled: true, direction: "bidirectional" },
    { localEntity: "coverage", remoteEntity: "Coverage", enabled: true, direction: "pull" },
  ],
});

const fresh = () => settingsFormFor(connector, undefined, "America/New_York");
const present = () => settingsFormFor(connector, integration, "America/New_York");

describe("the form of a new integration", () => {
  it("switches on what can be read, reading, and begins with the defaults of the schema", () => {
    const form = fresh();
    expect(form.entities).toMatchObject([
      { localEntity: "patients", enabled: true, direction: "pull" },
      { localEntity: "conditions", enabled: true, direction: "pull" },
      { localEntity: "appointments", enabled: false, direction: "push" },
    ]);
    expect(form.credentials).toEqual({ address: "", secret: "", port: "", strict: true });
    expect(form).toMatchObject({ rhythm: "", timeZone: "America/New_York" });
  });

  it("can be saved without what is not known yet, but not with what cannot be", () => {
    const form = fresh();
    expect(problemsOf({ ...form, name: "Riverbend" }, connector)).toEqual({});
    const wrong = {
      ...form,
      credentials: { ...form.credentials, address: "riverbend", port: "70000" },
      rhythm: "own",
      cron: "often",
    };
    expect(Object.keys(problemsOf(wrong, connector))).toEqual([
      "name",
      "credentials.address",
      "credentials.port",
      "schedule.cron",
    ]);
  });
});

describe("the form of an integration as it is", () => {
  it("shows what is not said as it runs: all the way, unless others alone are on", () => {
    const unsaid = settingsFormFor(connector, { ...integration, entityMappings: [] }, "UTC");
    expect(unsaid.entities.map(({ enabled, direction }) => [enabled, direction])).toEqual([
      [true, "bidirectional"],
      [true, "pull"],
      [true, "push"],
    ]);
    expect(present().entities.map(({ enabled }) => enabled)).toEqual([true, false, false]);
  });

  it("shows what is kept, but no secret", () => {
    expect(present().credentials).toEqual({
      address: "https://riverbend.example",
      secret: "",
      port: "",
      strict: false,
    });
  });

  it("sends only the credentials that were changed, each in its type", () => {
    const before = present();
    expect(requestOf(before, before, connector, integration).credentials).toEqual({});
    const credentials = { ...before.credentials, address: "", port: "8080", secret: null };
    expect(requestOf({ ...before, credentials }, before, connector, integration).credentials).toEqual({
      address: null,
      port: 8080,
      secret: null,
    });
  });

  it("keeps mappings of entities that the connector does not have", () => {
    const form = present();
    const { entityMappings, syncDirection } = requestOf(form, form, connector, integration);
    expect(entityMappings.map(({ localEntity, enabled }) => [localEntity, enabled])).toEqual([
      ["patients", true],
      ["conditions", false],
      ["appointments", false],
      ["coverage", true],
    ]);
    expect(syncDirection).toBe("bidirectional");
  });

  it("asks for batches as soon as there is a schedule", () => {
    const form = present();
    const request = requestOf({ ...form, rhythm: "0 * * * *" }, form, connector, integration);
    expect(request).toMatchObject({
      syncStrategy: "batch",
      schedule: { cron: "0 * * * *", fullCron: "0 2 * * 0", timeZone: "America/New_York" },
    });
    const never = requestOf({ ...form, rhythm: "0 * * * *", fullCron: "" }, form, connector, integration);
    expect(never.schedule).toEqual({ cron: "0 * * * *", timeZone: "America/New_York" });
  });

  it("asks for real time as it is switched, with or without a schedule beside it", () => {
    const form = present();
    const request = requestOf({ ...form, realTime: true }, form, connector, integration);
    expect(request).toMatchObject({ syncStrategy: "realtime", schedule: null });
    const realTime = { ...integration, syncStrategy: "realtime" as const };
    const before = settingsFormFor(connector, realTime, "UTC");
    expect(before.realTime).toBe(true);
    const after = { ...before, realTime: false, rhythm: "" };
    expect(requestOf(after, before, connector, realTime)).toMatchObject({ syncStrategy: "manual" });
    expect(sameSettings(integration, realTime)).toBe(false);
  });

  it("is not outdated by a change of the status alone", () => {
    expect(sameSettings(integration, { ...integration, status: "error", updatedAt: "later" })).toBe(true);
    expect(sameSettings(integration, { ...integration, name: "Another" })).toBe(false);
  });
});
