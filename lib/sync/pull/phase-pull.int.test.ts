import { expect, it } from "vitest";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { listRecords } from "@/lib/records";
import { openPageBed, type PageBed, patient } from "../testing/page-bed";
import { pageWith, sliceOf } from "../testing/pull-slice";
import { pull } from "./phase-pull";

environmentForTests();
const firstPage = { limit: 50, place: null };

async function birthDates(bed: PageBed): Promise<unknown[]> {
  const { data } = await listRecords(bed.actor, "patients", {}, firstPage);
  return data.map((record) => record.data.dateOfBirth);
}

it("takes a resource for changed that a page before it changed", async () => {
  const bed = await openPageBed();
  await bed.commit([patient("a", { birthDate: "1990" })]);
  // When the second page is prepared, its resource still is the one last agreed on.
  const { slice } = await sliceOf(bed, [
    pageWith("a", { birthDate: "1991" }, { n: 1 }),
    pageWith("a", { birthDate: "1990" }, { n: 2 }),
    pageWith("b", { birthDate: "2001" }, null),
  ]);
  expect(await pull(slice, undefined)).toEqual({ kind: "next" });
  expect((await birthDates(bed)).sort()).toEqual(["1990", "2001"]);
});

it("tells the vendor's reader up to where all is kept", async () => {
  const bed = await openPageBed();
  const { slice, settled } = await sliceOf(
    bed,
    [1, 2, 3].map((n) => pageWith(`p${n}`, {}, { n })).concat(pageWith("last", {}, null)),
  );
  await pull(slice, undefined);
  // Each page is read while the one before it is committed; after the last one there is no place any more.
  expect(settled).toEqual([undefined, { n: 1 }, { n: 2 }, undefined]);
});
