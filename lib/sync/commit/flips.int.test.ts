import { expect, it } from "vitest";
import { listConflicts, resolveConflict } from "@/lib/conflicts";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { listRecords } from "@/lib/records";
import { openPageBed, type PageBed, patient } from "../testing/page-bed";

environmentForTests();

const identifier = [{ system: "urn:oid:1.2.3", value: "A-1207", type: { coding: [{ code: "MR" }] } }];

/** The one patient as a system has them, with what it says the birth date is. */
const born = (id: string, birthDate: string) => patient(id, { identifier, gender: "female", birthDate });

/** Two systems, one patient; each sends what the other changed back as it was. */
async function twoSystems() {
  const ours = await openPageBed();
  const theirs = await ours.another();
  await ours.commit([born("a", "1987-09-12")]);
  expect(await theirs.commit([born("b", "1987-09-12")])).toEqual({ unchanged: 1 });
  const change = async (from: PageBed, to: PageBed, item: ReturnType<typeof born>) => {
    const counts = await from.commit([item]);
    await to.pushed();
    return counts;
  };
  return {
    ours,
    theirs,
    ourChange: (day: number) => change(ours, theirs, born("a", `1990-01-${10 + day}`)),
    theirChange: (day: number) => change(theirs, ours, born("b", `1991-01-${10 + day}`)),
  };
}

/** Five times from one system's value to the other's; the next would be the sixth. */
async function fiveFlips() {
  const systems = await twoSystems();
  for (const day of [1, 2, 3]) {
    expect(await systems.ourChange(day)).toEqual({ changed: 1 });
    expect(await systems.theirChange(day)).toEqual({ changed: 1 });
  }
  return systems;
}

const openConflicts = async ({ actor }: PageBed) =>
  (await listConflicts(actor, { status: "OPEN" }, 10, null)).data;

it("a field that two systems changed back and forth five times waits for a person, and nobody's value is lost", async () => {
  const { ours, ourChange } = await fiveFlips();
  expect(await ourChange(4)).toEqual({ conflicted: 1 });
  const [conflict] = await openConflicts(ours);
  expect(conflict?.fields).toEqual([
    expect.objectContaining({
      path: "dateOfBirth",
      flips: true,
      suggestion: null,
      local: "1991-01-13",
      remote: "1990-01-14",
    }),
  ]);
  const [record] = (await listRecords(ours.actor, "patients", {}, { limit: 2, place: null })).data;
  expect(record?.data.dateOfBirth).toBe("1991-01-13");
});

it("what a person then decides stands, and the count begins anew", async () => {
  const { ours, theirs, ourChange, theirChange } = await fiveFlips();
  await ourChange(4);
  const [conflict] = await openConflicts(ours);
  await resolveConflict(ours.actor, conflict?.id ?? "", {
    strategy: "USE_REMOTE",
    reason: "asked the patient",
    fields: {},
  });
  const [record] = (await listRecords(ours.actor, "patients", {}, { limit: 2, place: null })).data;
  expect(record?.data.dateOfBirth).toBe("1990-01-14");
  expect(await openConflicts(ours)).toEqual([]);
  await theirs.pushed();
  expect(await theirChange(4)).toEqual({ changed: 1 });
  expect(await ourChange(5)).toEqual({ changed: 1 });
});
