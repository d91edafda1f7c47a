import { afterAll, beforeAll, expect, it } from "vitest";
import type { PullPage, PullRequest } from "@/lib/connectors/contract";
import { epic } from "@/lib/connectors/epic";
import { withOrganization } from "@/lib/platform/db";
import { openTestEnvironment, type TestEnvironment } from "@/lib/platform/testing/installation";
import { listRecords } from "@/lib/records";
import { findSyncJob } from "../job-store";
import { RecordNews } from "../record-news";
import { openPageBed, type PageBed, patient, patientResource } from "../testing/page-bed";
import { pull } from "./phase-pull";
import { Slice } from "./slice";

let environment: TestEnvironment;
const firstPage = { limit: 50, place: null };

beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

function pageWith(id: string, facts: object, cursor: PullPage["cursor"]): PullPage {
  const resource = patientResource(id, facts);
  const item = { entity: "patients", remoteId: id, resource, text: JSON.stringify(resource) } as const;
  return { items: [item], errors: [], cursor, fetchMs: 0 };
}

/** A slice of the bed's job whose vendor sends these pages, and what it saw asked of it. */
async function sliceOf(bed: PageBed, pages: readonly PullPage[]) {
  const { run } = bed;
  const job = await withOrganization(run, (tx) => findSyncJob(tx, run.jobId));
  if (!job) throw new Error("no job");
  const news = await withOrganization(run, (tx) => RecordNews.after(tx, run));
  const settled: PullRequest["settled"][] = [];
  const connector = {
    ...epic,
    async *pull(_context: unknown, request: PullRequest) {
      for (const page of pages) {
        yield page;
        settled.push(request.settled);
      }
    },
  };
  const { integrationId, organizationId } = run;
  const context = { integrationId, organizationId, access: [], config: {} };
  const signal = new AbortController().signal;
  const slice = new Slice(
    { job, run, news, connector, context, entities: ["patients"], endsAt: Number.POSITIVE_INFINITY, signal },
    bed.checkpoint,
  );
  return { slice, settled };
}

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
