/** Notes what changed here since the integration last looked, before anything is pushed. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Entity } from "@/lib/connectors/contract";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { advanceCheckpoint, type JobCursor } from "../run/checkpoint";
import type { PhaseEnd, Slice } from "../slice";
import { hasEnded, noteChanges, noteRecord, presentTransaction } from "./changes";
import { patientOf, pushedEntities } from "./scope";

/** Between two looks at transactions that were under way when the run began. */
const pauseMs = 50;

async function noteAll(tx: Tx, slice: Slice, entities: readonly Entity[]): Promise<boolean> {
  let more = false;
  for (const entity of entities) more = (await noteChanges(tx, slice.run, entity)) || more;
  return more;
}

/** Moves on in the feed as far as it is whole; answers where the job stands then. */
async function noteNext(slice: Slice, until: string | null): Promise<JobCursor> {
  const entities = pushedEntities(slice);
  const done = await withOrganization(slice.run, async (tx) => {
    const wanted = until ?? (await presentTransaction(tx));
    const isWhole = await hasEnded(tx, wanted);
    const more = await noteAll(tx, slice, entities);
    const patientId = await patientOf(tx, slice);
    if (patientId && slice.job.direction === "OUTBOUND")
      await noteRecord(tx, slice.run, "patients", patientId);
    const [first] = entities;
    const cursor: JobCursor =
      more || !isWhole || !first
        ? { phase: "note", until: wanted }
        : { phase: "push", entity: first, after: null };
    return {
      cursor,
      checkpoint: await advanceCheckpoint(tx, slice.run.jobId, slice.checkpoint, cursor),
      more,
    };
  });
  slice.checkpoint = done.checkpoint;
  if (done.cursor.phase === "note" && !done.more) await sleep(pauseMs);
  return done.cursor;
}

/** Notes changes until everything written before the run began is noted. */
export async function noteLocalChanges(slice: Slice, until: string | null): Promise<PhaseEnd> {
  if (pushedEntities(slice).length === 0) return { kind: "done" };
  let cursor: JobCursor = { phase: "note", until };
  while (cursor.phase === "note") {
    if (slice.isOver()) return { kind: "again" };
    cursor = await noteNext(slice, cursor.until);
  }
  return { kind: "next" };
}
