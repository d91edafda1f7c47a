import { describe, expect, it } from "vitest";
import {
  consequences,
  offerOf,
  requestOf,
  type StartForm,
  startable,
  startFormFor,
  startFormSchema,
} from "./start-request";
import type { CatalogueEntry, Connection } from "./use-connections";

const write = { create: false, update: false, delete: false, via: null };
const epic: CatalogueEntry = {
  id: "epic",
  name: "Epic",
  canBePulled: true,
  supportedEntities: [
    {
      entity: "patients",
      remoteEntity: "Patient",
      directions: ["pull"],
      strategies: ["manual"],
      write,
      changeDetection: "hash",
    },
    {
      entity: "observations",
      remoteEntity: "Observation",
      directions: ["pull", "push"],
      strategies: ["manual"],
      write,
      changeDetection: "hash",
    },
  ],
};
const lakeside: Connection = {
  id: "lakeside",
  name: "Lakeside Medical",
  connectorId: "epic",
  status: "active",
  syncDirection: "bidirectional",
  entityMappings: [],
};
const chosen = (facts: Partial<StartForm>): StartForm => ({ ...startFormFor(lakeside), ...facts });

describe("what the start dialog offers", () => {
  it("offers only the directions that the chosen records can go", () => {
    expect(offerOf(chosen({}), [lakeside], [epic]).directions).toEqual([
      "INBOUND",
      "OUTBOUND",
      "BIDIRECTIONAL",
    ]);
    expect(offerOf(chosen({ records: "patients" }), [lakeside], [epic]).directions).toEqual(["INBOUND"]);
  });

  it("leaves out what is not in use, and what neither can be asked nor takes anything", () => {
    const [patients] = epic.supportedEntities;
    const sender = {
      ...epic,
      id: "sender",
      canBePulled: false,
      supportedEntities: patients ? [patients] : [],
    };
    const sending = { ...lakeside, id: "engine", connectorId: "sender" };
    const paused = { ...lakeside, id: "paused", status: "paused" as const };
    expect(startable([lakeside, sending, paused], [epic, sender])).toEqual([lakeside]);
    const takesChanges = { ...epic, id: "sender", canBePulled: false };
    expect(startable([lakeside, sending], [epic, takesChanges])).toEqual([lakeside, sending]);
  });

  it("leaves out records that are switched off", () => {
    const off = {
      localEntity: "patients",
      remoteEntity: "Patient",
      enabled: false,
      direction: "pull",
    } as const;
    const { entities } = offerOf(chosen({}), [{ ...lakeside, entityMappings: [off] }], [epic]);
    expect(entities.map(({ entity }) => entity)).toEqual(["observations"]);
  });

  it("warns that everything is compared where the system does not tell what changed", () => {
    const { chosen: entities } = offerOf(chosen({}), [lakeside], [epic]);
    expect(consequences(chosen({}), entities, "Epic")).toEqual([
      "Epic does not say what changed, so all patients and observations are read and compared.",
      "Nothing is sent back.",
    ]);
  });
});

describe("what the start dialog asks for", () => {
  it("names no mode for changes, so that the first run is a full one", () => {
    expect(requestOf(chosen({}))).toEqual({
      type: "FULL_SYNC",
      ehrConnectionId: "lakeside",
      direction: "INBOUND",
      priority: "NORMAL",
    });
    expect(requestOf(chosen({ mode: "everything" })).mode).toBe("FULL");
  });

  it("asks for one patient with everything that belongs to it", () => {
    const request = requestOf(chosen({ whose: "id", remotePatientId: "eq081" }));
    expect(request).toMatchObject({ type: "PATIENT_SYNC", remotePatientId: "eq081" });
    expect(requestOf(chosen({ remotePatientId: "typed, then given up" }))).not.toHaveProperty(
      "remotePatientId",
    );
  });

  it("wants both names and a whole birth date of a patient who is looked for", () => {
    const form = chosen({ whose: "name", family: "Okafor", given: " ", birthDate: "1984" });
    const paths = startFormSchema.safeParse(form).error?.issues.map(({ path }) => path[0]);
    expect(paths).toEqual(["given", "birthDate"]);
  });
});
