/** Slices of a bed's job whose vendor sends pages that a test wrote. */
import type { PullPage, PullRequest } from "@/lib/connectors/contract";
import { epic } from "@/lib/connectors/epic";
import { mappingsOf } from "@/lib/mapping";
import { withOrganization } from "@/lib/platform/db";
import { findSyncJob } from "../job-store";
import { RecordNews } from "../record-news";
import { Slice } from "../slice";
import { type PageBed, patientResource } from "./page-bed";

/** A page with one patient. */
export function pageWith(id: string, facts: object, cursor: PullPage["cursor"]): PullPage {
  const resource = patientResource(id, facts);
  const item = { entity: "patients", remoteId: id, resource, text: JSON.stringify(resource) } as const;
  return { items: [item], errors: [], cursor, fetchMs: 0 };
}

type Read = NonNullable<typeof epic.entities.patients>["read"];

/** A slice of the bed's job whose vendor sends these pages, reads patients by `read`, and what it saw asked of it. */
export async function sliceOf(
  bed: PageBed,
  pages: readonly PullPage[],
  read: Read = epic.entities.patients?.read,
) {
  const { run } = bed;
  const job = await withOrganization(run, (tx) => findSyncJob(tx, run.jobId));
  if (!job) throw new Error("no job");
  const [news, mappings] = await withOrganization(run, async (tx) => [
    await RecordNews.after(tx, run),
    await mappingsOf(tx, run.integrationId),
  ]);
  const settled: PullRequest["settled"][] = [];
  const connector = {
    ...epic,
    entities: epic.entities.patients
      ? { ...epic.entities, patients: { ...epic.entities.patients, read } }
      : epic.entities,
    async *pull(_context: unknown, request: PullRequest) {
      for (const page of pages) {
        yield page;
        settled.push(request.settled);
      }
    },
  };
  const { integrationId, organizationId } = run;
  const access = [{ entity: "patients", direction: "pull" }] as const;
  const context = { integrationId, organizationId, access, config: {} };
  const signal = new AbortController().signal;
  const slice = new Slice(
    {
      job,
      run,
      news,
      connector,
      context,
      entities: ["patients"],
      mappings,
      endsAt: Number.POSITIVE_INFINITY,
      signal,
    },
    bed.checkpoint,
  );
  return { slice, settled };
}
