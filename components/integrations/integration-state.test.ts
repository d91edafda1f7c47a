import { describe, expect, it } from "vitest";
import { byNeed, missingSettings, reasonOf, stateOf } from "./integration-state";

const field = (name: string, title: string, required = true) => ({ name, title, required, secret: false });
const port = {
  entity: "patients" as const,
  remoteEntity: "Patient",
  directions: [],
  strategies: [],
  write: { create: false, update: false, delete: false, via: null },
  changeDetection: "hash" as const,
};
const connector = {
  canBePulled: true,
  supportedEntities: [port],
  fields: [field("clientId", "Client ID"), field("address", "Address"), field("group", "Group", false)],
};
const unset = { set: false, hint: null, updatedAt: null };
const set = { set: true, hint: "x", updatedAt: null };
const integration = {
  status: "active",
  statusReason: null,
  credentials: { clientId: set, address: set },
  syncEnabled: true,
  lastSyncAt: "2026-11-17T15:42:16.000Z",
  entityMappings: [],
} as const;

describe("an integration's state", () => {
  it("is healthy only once it has synchronised", () => {
    expect(stateOf({ status: "active", lastSyncAt: null }).word).toBe("No sync yet");
    expect(stateOf(integration)).toEqual({ shape: "ok", word: "Healthy" });
    expect(reasonOf({ ...integration, entityMappings: [] }, connector)).toBeNull();
  });

  it("gives the reason of a failure as it was told", () => {
    const failing = { ...integration, status: "error", statusReason: "The secret expired." } as const;
    expect(reasonOf({ ...failing, entityMappings: [] }, connector)).toBe("The secret expired.");
  });

  it("names what is missing while it is set up, and nothing optional", () => {
    const bare = {
      ...integration,
      status: "configuring",
      credentials: { clientId: unset },
      entityMappings: [],
    } as const;
    expect(missingSettings(bare, connector)).toEqual(["Client ID", "Address"]);
    expect(reasonOf({ ...bare, entityMappings: [] }, connector)).toBe("Missing: Client ID and Address");
  });

  it("says when it is active and yet nothing would be synchronised", () => {
    expect(reasonOf({ ...integration, entityMappings: [], syncEnabled: false })).toContain("switched off");
    const off = {
      localEntity: "patients",
      remoteEntity: "Patient",
      enabled: false,
      direction: "pull",
    } as const;
    expect(reasonOf({ ...integration, entityMappings: [off] }, connector)).toContain("No records");
    const other = { ...off, localEntity: "conditions" } as const;
    expect(reasonOf({ ...integration, entityMappings: [other] }, connector)).toBeNull();
  });
});

describe("a system that cannot be asked", () => {
  const sender = { ...connector, canBePulled: false };
  const silent = { ...integration, entityMappings: [], lastSyncAt: null };

  it("has sent no message yet, rather than missed a sync", () => {
    expect(stateOf(silent, sender)).toEqual({ shape: "silent", word: "No message yet" });
    expect(reasonOf(silent, sender)).toBe("Have it send its first message");
    expect(stateOf({ ...silent, lastSyncAt: integration.lastSyncAt }, sender).word).toBe("Healthy");
  });

  it("needs no synchronisation to be switched on", () => {
    expect(reasonOf({ ...integration, entityMappings: [], syncEnabled: false }, sender)).toBeNull();
    expect(reasonOf({ ...silent, status: "paused" }, sender)).toContain("messages wait");
  });
});

it("lists those that need somebody before those that run", () => {
  const named = (name: string, status: "active" | "error" | "paused" | "configuring") => ({ name, status });
  const sorted = byNeed([
    named("b", "active"),
    named("p", "paused"),
    named("e", "error"),
    named("a", "active"),
    named("c", "configuring"),
  ]);
  expect(sorted.map(({ name }) => name)).toEqual(["e", "c", "a", "b", "p"]);
});
