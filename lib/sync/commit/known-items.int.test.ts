import { hash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { listConflicts, resolveConflict } from "@/lib/conflicts";
import type { UnreadItem } from "@/lib/connectors/contract";
import { compileMapping } from "@/lib/mapping";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { changeRecord, listRecords } from "@/lib/records";
import { openPageBed, type PageBed, patient } from "../testing/page-bed";
import { findKnown, findKnownLines } from "./known-items";
import type { MappedItem } from "./map-page";

environmentForTests();
let bed: PageBed;

beforeEach(async () => {
  bed = await openPageBed();
});

const hashOf = (text: string) => hash("sha256", text, "buffer");

/** A patient as a line of an export brings them. */
function onLine(id: string, facts: object = {}): MappedItem {
  const item = patient(id, facts);
  return { ...item, lineHash: hashOf(item.text) };
}

/** The line before it is read; `remoteId` is what seems to be its id. */
function lineOf({ entity, remoteId, lineHash = Buffer.alloc(0) }: MappedItem): UnreadItem {
  return {
    entity,
    remoteId,
    lineHash,
    read: () => {
      throw new Error("A known line was read.");
    },
  };
}

async function isKnown(item: MappedItem): Promise<boolean> {
  const lines = [lineOf(item)];
  return (await findKnownLines(bed.run, lines, new Map())).size === 1;
}

describe("a line of an export", () => {
  it("is known without being read when it came like this before, and another is not", async () => {
    await bed.commit([onLine("a"), onLine("b")]);
    const known = await findKnownLines(bed.run, [lineOf(onLine("a")), lineOf(onLine("b"))], new Map());
    expect(await bed.commit([], { known: [...known.values()] })).toEqual({ unchanged: 2 });
    expect(await isKnown(onLine("a", { birthDate: "1990-01-01" }))).toBe(false);
    expect(await isKnown({ ...onLine("a"), remoteId: "b" })).toBe(false);
    expect(await isKnown(onLine("c"))).toBe(false);
  });

  it("is known anew after the vendor changed the resource, and the line before is not", async () => {
    await bed.commit([onLine("a")]);
    await bed.commit([onLine("a", { birthDate: "1990-01-01" })]);
    expect(await isKnown(onLine("a", { birthDate: "1990-01-01" }))).toBe(true);
    expect(await isKnown(onLine("a"))).toBe(false);
  });

  it("is not known while another mapping makes its record", async () => {
    await bed.commit([onLine("a")]);
    const mapping = { ...compileMapping([]), version: 2 };
    const known = await findKnownLines(bed.run, [lineOf(onLine("a"))], new Map([["patients", mapping]]));
    expect(known.size).toBe(0);
  });

  it("is not known while a conflict about it is open, nor right after it was decided", async () => {
    await bed.commit([onLine("a")]);
    const [record] = (await listRecords(bed.actor, "patients", {}, { limit: 1, place: null })).data;
    const patch = { dateOfBirth: "2000" };
    await changeRecord(bed.actor, "patients", record?.id ?? "", { patch, ifMatch: '"1"' });
    const theirs = onLine("a", { birthDate: "1990-01-01" });
    expect(await bed.commit([theirs])).toEqual({ conflicted: 1 });
    expect(await isKnown(theirs)).toBe(false);
    expect(await isKnown(onLine("a"))).toBe(false);
    const [conflict] = (await listConflicts(bed.actor, {}, 1, null)).data;
    const decision = { strategy: "USE_LOCAL", reason: "asked the patient", fields: {} } as const;
    await resolveConflict(bed.actor, conflict?.id ?? "", decision);
    expect(await isKnown(theirs)).toBe(false);
    expect(await bed.commit([theirs])).toEqual({ unchanged: 1 });
  });

  it("is kept where the resource was known but not its line", async () => {
    await bed.commit([patient("a")]);
    expect(await isKnown(onLine("a"))).toBe(false);
    const known = await findKnown(bed.run, [onLine("a")]);
    await bed.commit([], { known: [...known.values()] });
    expect(await isKnown(onLine("a"))).toBe(true);
  });
});
