/** Patients nobody thinks of: all of them are pulled, equal to their source, and kept as they came. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { cleanText } from "@/lib/records/entities/text";
import type { Connection } from "./testing/connection";
import { type HeldRecord, readHeld } from "./testing/snapshot";
import { SyncBed } from "./testing/testbed";

// Whole pulls through a worker process: on a busy machine each takes a while.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const hostile = z
  .array(z.string())
  .parse(JSON.parse(readFileSync(new URL("fixtures/hostile-strings.json", import.meta.url), "utf8")))
  .filter((text) => text !== "");

/** Each with the facts that have to arrive, in the record's own words. */
const people: Record<string, { facts: object; data: object }> = {
  "without a birth date and a name": { facts: {}, data: { dateOfBirth: null, lastName: null, names: [] } },
  "with half a birth date": { facts: { birthDate: "1931" }, data: { dateOfBirth: "1931" } },
  "with several identifiers": {
    facts: {
      identifier: [
        { system: "urn:oid:1.2.3", value: "E-1", type: { coding: [{ code: "EXT" }] } },
        { system: "urn:oid:1.2.4", value: "000123", type: { coding: [{ code: "MR" }] } },
        { use: "old", value: "E-1" },
      ],
    },
    data: {
      mrn: "000123",
      identifiers: [
        { system: "urn:oid:1.2.3", value: "E-1" },
        { system: "urn:oid:1.2.4", value: "000123" },
        { system: null, value: "E-1", use: "old" },
      ],
    },
  },
  "with extensions everywhere": {
    facts: {
      extension: [{ url: "http://example.org/favourite", valueDecimal: 1.5 }],
      name: [
        {
          family: "van Dyke",
          _family: { extension: [{ url: "urn:own-name", valueString: "Dyke" }] },
          given: ["Jo", null],
        },
      ],
      _birthDate: { extension: [{ url: "urn:birth-time", valueDateTime: "1980-02-29T04:05:06Z" }] },
      birthDate: "1980-02-29",
    },
    data: { lastName: "van Dyke", firstName: "Jo", dateOfBirth: "1980-02-29" },
  },
  "with a name in Han, Arabic, Devanagari and with an emoji": {
    facts: {
      name: [
        { family: "王", given: ["小明"] },
        { family: "الزهراء" },
        { family: "शर्मा" },
        { family: "👩🏽‍⚕️" },
      ],
    },
    data: {
      lastName: "王",
      firstName: "小明",
      names: [{}, { family: "الزهراء" }, { family: "शर्मा" }, { family: "👩🏽‍⚕️" }],
    },
  },
  "with characters no database takes": {
    facts: { name: [{ family: "Nul\u0000l", given: ["half\ud83d"] }] },
    data: { lastName: "Nul\ufffdl", firstName: "half\ufffd" },
  },
};

let bed: SyncBed;
let connection: Connection;
const sources = new Map<string, string>();
const idOf = new Map<string, string>();

async function add(name: string, facts: object): Promise<void> {
  const { id, text } = await bed.vendor.put("Patient", { resourceType: "Patient", ...facts });
  idOf.set(name, id);
  sources.set(id, text);
}

let held: Map<string, HeldRecord>;

beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 0 } });
  bed.startWorker();
  for (const [name, { facts }] of Object.entries(people)) await add(name, facts);
  for (const text of hostile) {
    await add(text, {
      name: [{ family: text, given: [text] }],
      identifier: [{ system: "urn:x", value: text }],
    });
  }
  await add("large", {
    birthDate: "1990-01-01",
    photo: [{ contentType: "image/png", data: "QUJD".repeat(2_600_000) }],
  });
  // Numbers as JavaScript would not write them.
  const { id, text } = await bed.vendor.put(
    "Patient",
    '{"resourceType":"Patient","multipleBirthInteger":1.10}',
  );
  sources.set(id, text);
  connection = await bed.connect();
}, 60_000);
afterAll(() => bed.close());

function recordOf(name: string): HeldRecord | undefined {
  return held.get(`patients/${idOf.get(name)}`);
}

describe("odd patients", () => {
  it("are all pulled and counted", async () => {
    const total = (await bed.vendor.held("Patient")).length + (await bed.vendor.held("Observation")).length;
    const end = await bed.run(connection);
    expect(end).toMatchObject({ status: "COMPLETED", counts: { added: total, failed: 0, changed: 0 } });
    held = new Map((await readHeld(bed.owner, connection)).map((record) => [record.key, record]));
  });

  it.each(Object.entries(people))("%s have the facts of their source", (name, { data }) => {
    expect(recordOf(name)?.data).toMatchObject(data);
  });

  it("keep hostile text letter by letter", () => {
    for (const text of hostile) {
      const stored = cleanText(text);
      expect(recordOf(text)?.data).toMatchObject({
        lastName: stored,
        firstName: stored,
        identifiers: [{ system: "urn:x", value: stored }],
      });
    }
  });

  it("are kept as they came, byte for byte, ten megabytes too", () => {
    const differing = [...sources].filter(([id, text]) => held.get(`patients/${id}`)?.raw !== text);
    expect(differing.map(([id]) => id)).toEqual([]);
    expect(recordOf("large")?.raw.length).toBeGreaterThan(10_000_000);
  });

  it("are unchanged when they come again", async () => {
    expect(await bed.run(connection)).toMatchObject({
      counts: { added: 0, changed: 0, unchanged: held.size },
    });
  });
});
