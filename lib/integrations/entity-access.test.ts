import { describe, expect, it } from "vitest";
import { byEntity } from "@/lib/connectors/contract";
import { epic } from "@/lib/connectors/epic";
import { accessFor, enabledEntities, outboundEntities } from "./entity-access";

const entities = (list: readonly { readonly entity: string }[]) => list.map(({ entity }) => entity);

const setting = (localEntity: string, more: object = {}) => ({
  localEntity,
  enabled: true,
  direction: "bidirectional" as const,
  ...more,
});

describe("the entities of an integration", () => {
  it("are all that the connector has, each as far as it goes, where nothing is said", () => {
    const enabled = enabledEntities(epic, []);
    expect(entities(enabled)).toEqual(Object.keys(epic.entities));
    expect(enabled).toContainEqual({ entity: "observations", direction: "bidirectional" });
    expect(enabled).toContainEqual({ entity: "practitioners", direction: "pull" });
  });

  it("are those switched on, once one is", () => {
    expect(enabledEntities(epic, [setting("patients"), setting("observations", { enabled: false })])).toEqual(
      [{ entity: "patients", direction: "bidirectional" }],
    );
  });

  it("are all but those switched off, when none is switched on", () => {
    const enabled = enabledEntities(epic, [setting("patients", { enabled: false })]);
    expect(entities(enabled)).not.toContain("patients");
    expect(enabled).toHaveLength(Object.keys(epic.entities).length - 1);
  });
});

describe("what a run needs", () => {
  it("is what both the run and the entity allow", () => {
    const enabled = enabledEntities(epic, [
      setting("patients"),
      setting("conditions", { direction: "pull" }),
    ]);
    expect(accessFor(enabled, "pull")).toEqual([
      { entity: "patients", direction: "pull" },
      { entity: "conditions", direction: "pull" },
    ]);
    expect(accessFor(enabled, "push")).toEqual([{ entity: "patients", direction: "push" }]);
    expect(accessFor(enabled, "bidirectional")).toEqual(enabled);
  });
});

describe("what is the vendor's business of changes made here", () => {
  it("is what may be pushed, and what it takes no writes of, but not what is kept to one way by choice", () => {
    const enabled = enabledEntities(epic, [
      setting("patients"),
      setting("observations", { direction: "pull" }),
      setting("practitioners", { direction: "pull" }),
    ]);
    expect(outboundEntities(epic, enabled)).toEqual(["practitioners", "patients"]);
  });

  it("is everything at a vendor that takes no writes", () => {
    const write = { create: false, update: false, delete: false, via: null };
    const ports = Object.values(epic.entities).map((port) => ({ ...port, write }));
    const reader = { ...epic, entities: byEntity(ports) };
    const enabled = enabledEntities(reader, []);
    expect(outboundEntities(reader, enabled)).toEqual(entities(enabled));
  });
});
