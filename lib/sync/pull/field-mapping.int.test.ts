import { beforeEach, describe, expect, it } from "vitest";
import { withOrganization } from "@/lib/platform/db";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { changeRecord, deleteRecord, listRecords } from "@/lib/records";
import { openPageBed, type PageBed, shouted } from "../testing/page-bed";
import { pageWith, sliceOf } from "../testing/pull-slice";
import { pull } from "./phase-pull";

environmentForTests();
let bed: PageBed;

beforeEach(async () => {
  bed = await openPageBed();
});

/** Pulls Camila's resource once more, as a slice of its own would. */
async function pullCamila(facts: object = {}): Promise<void> {
  const { slice } = await sliceOf(bed, [pageWith("a", facts, { n: 1 }), pageWith("b", {}, null)]);
  await pull(slice, undefined);
  bed.checkpoint = slice.checkpoint;
}

/** The job's counts, with what is written of Camila. */
async function outcome() {
  const { data } = await listRecords(bed.actor, "patients", {}, { limit: 50, place: null });
  const record = data.find(({ links }) => links[0]?.remoteId === "a");
  const state = await withOrganization(bed.run, async (tx) => ({
    link: await tx.one("select mapped_by, local_base from sync_links where remote_id = 'a'"),
    job: await tx.one<{ changed: string; conflicted: string; failed: string }>(
      "select changed, conflicted, failed from sync_jobs where id = $1",
      [bed.run.jobId],
    ),
    errors: await tx.query("select stage, code, detail, owner from sync_errors"),
    warnings: await tx.query<{ message: string }>(
      "select message from integration_events where severity = 'warning'",
    ),
  }));
  return { ...state, record };
}

describe("a field mapping", () => {
  it("reads the vendor's resource over the converted record, in short fields and lists alike", async () => {
    await bed.mapPatients(shouted, {
      localField: "language",
      remoteField: "none",
      transform: { kind: "default", value: "es" },
    });
    await pullCamila();
    const { record, link } = await outcome();
    expect(record?.data).toMatchObject({
      firstName: "CAMILA",
      names: [{ family: "Lopez", given: ["CAMILA"] }],
      language: "es",
      dateOfBirth: "1987-09-12",
    });
    expect(link).toEqual({ mapped_by: 1, local_base: 1 });
  });

  it("runs code of people over a page", async () => {
    await bed.mapPatients({
      ...shouted,
      transform: { kind: "custom", code: "return value.split('').reverse().join('')" },
    });
    await pullCamila();
    expect((await outcome()).record?.data).toMatchObject({ firstName: "alimaC" });
  });

  it("maps what it would read otherwise anew, though the resource is unchanged, and nothing twice", async () => {
    await pullCamila();
    expect((await outcome()).link).toEqual({ mapped_by: 0, local_base: 1 });
    await bed.mapPatients(shouted);
    await pullCamila();
    expect(await outcome()).toMatchObject({
      record: { version: 2, data: { firstName: "CAMILA" } },
      link: { mapped_by: 1, local_base: 2 },
    });
    await pullCamila();
    expect((await outcome()).record?.version).toBe(2);
    await bed.mapPatients();
    await pullCamila();
    expect(await outcome()).toMatchObject({
      record: { version: 3, data: { firstName: "Camila" } },
      link: { mapped_by: 2, local_base: 3 },
    });
  });

  it("keeps a local change of another field, and asks about one of the same field", async () => {
    await pullCamila();
    const id = (await outcome()).record?.id ?? "";
    await changeRecord(bed.actor, "patients", id, { patch: { email: "c@example.org" }, ifMatch: "1" });
    await bed.mapPatients(shouted);
    await pullCamila();
    const { record } = await outcome();
    expect(record?.data).toMatchObject({ firstName: "CAMILA", email: "c@example.org" });
    const ifMatch = String(record?.version);
    await changeRecord(bed.actor, "patients", id, { patch: { firstName: "Cami" }, ifMatch });
    await bed.mapPatients({ ...shouted, transform: "lowercase" });
    await pullCamila();
    expect(await outcome()).toMatchObject({
      record: { openConflicts: 1, data: { firstName: "Cami" } },
      job: { conflicted: "1" },
    });
  });

  it("opens no conflict about a record that was deleted here, since the vendor said nothing new", async () => {
    await pullCamila();
    const id = (await outcome()).record?.id ?? "";
    await deleteRecord(bed.actor, "patients", id, "1");
    await bed.mapPatients(shouted);
    await pullCamila();
    expect(await outcome()).toMatchObject({
      job: { conflicted: "0" },
      link: { mapped_by: 1, local_base: 1 },
    });
  });
});

describe("a field that cannot be mapped", () => {
  const number = { localField: "language", remoteField: "name[0].family", transform: "to_number" };

  it("makes the record an error of the mapping when it is required, which names the place and no value", async () => {
    await bed.mapPatients({ ...number, required: true });
    await pullCamila();
    const { errors, record } = await outcome();
    expect(record).toBeUndefined();
    expect(errors).toEqual(
      [1, 2].map(() => ({
        stage: "map",
        code: "mapping_failed",
        detail: expect.stringMatching(/^language: to_number takes a number[^"]*$/),
        owner: "tenant",
      })),
    );
  });

  it("keeps what the connector read when it is not, and the job's story says why, once", async () => {
    await bed.mapPatients(shouted, number);
    await pullCamila({ language: "x" });
    await pullCamila({ birthDate: "1990" });
    const { record, warnings, job } = await outcome();
    expect(record?.data).toMatchObject({ firstName: "CAMILA", language: null });
    expect(job?.failed).toBe("0");
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The field language of patients keeps what the connector read.*to_number/),
    ]);
    expect(JSON.stringify(warnings)).not.toContain("Lopez");
  });
});
