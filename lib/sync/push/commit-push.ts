/** All effects of a page of pushed records in one transaction: checkpoint, links, resources, conflicts, errors, counts. */
import { differencesTo, type OpenConflict, openConflicts } from "@/lib/conflicts";
import type { RemoteItem } from "@/lib/connectors/contract";
import { contentHash, lastUpdatedOf } from "@/lib/fhir";
import { unmappedVersion } from "@/lib/mapping";
import { now } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import type { CarelaneError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { derivedFields, type RecordEntity } from "@/lib/records";
import { keepRaw, sealTexts } from "../commit/links";
import { completeReferences } from "../commit/references";
import { syncErrors } from "../errors";
import { advanceCheckpoint, type JobCursor } from "../run/checkpoint";
import { addStep, countPage, insertErrors, type Wanted } from "../run/page-outcome";
import { noCounts, type RecordError, writeContext } from "../run/sync-run";
import type { Slice } from "../slice";
import { restChanges, settleChanges, unmarkSending } from "./changes";
import type { RemoteSide } from "./compose";
import type { ChangedRecord } from "./load-changes";
import type { Parcel } from "./send";

/** A record that both sides now agree on. */
export interface Agreed {
  readonly change: ChangedRecord;
  /** The resource as the vendor holds it. */
  readonly item: RemoteItem;
  /** The record that it maps to; absent when it cannot be mapped. */
  readonly side?: RemoteSide;
  readonly outcome: "added" | "changed" | "deleted" | "unchanged";
}

interface Failed {
  readonly change: ChangedRecord;
  readonly error: CarelaneError | RecordError;
}

/** What became of a page of changes. */
export interface PushedPage {
  readonly entity: RecordEntity;
  readonly agreed: readonly Agreed[];
  /** Nothing waits any more, though nothing was sent. */
  readonly settled: readonly ChangedRecord[];
  readonly skipped: readonly Failed[];
  /** The vendor can be sent such records, but not this change of them. */
  readonly notOffered: readonly Failed[];
  readonly refused: readonly Failed[];
  /** Moved at the vendor whenever we wrote. */
  readonly contested: readonly Parcel[];
  /** Certainly not sent. */
  readonly unsent: readonly ChangedRecord[];
  readonly cursor: JobCursor;
  readonly total?: number;
  readonly fetchMs: number;
}

function errorOf({ change, error }: Failed): RecordError {
  const { entity, recordId, link } = change;
  if ("stage" in error) return { ...error, recordId };
  const { code, title, detail, owner, kind } = error;
  const retryable = kind === "retryable" || kind === "ambiguous";
  // What goes by our id there cannot be read again by it.
  const remoteId = link?.remoteId === recordId ? undefined : link?.remoteId;
  return { entity, recordId, remoteId, stage: "push", code, title, detail, owner, retryable };
}

/** What of a change that was taken the vendor does not take: it stays here, and is told. */
function leftOut({ change, item: { notTaken } }: Agreed): Failed[] {
  return notTaken ? [{ change, error: syncErrors.not_supported_by_vendor({ detail: notTaken }) }] : [];
}

/** Moves both bases to what was pushed and what the vendor made of it; a link that moved meanwhile is left alone. */
async function updateBases(
  tx: Tx,
  mappedBy: number,
  rows: readonly Agreed[],
  ignored: readonly (string | null)[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    `update sync_links l
        set remote_base = a.hash, local_base = a.version, remote_version = a.remote_version, ignored = a.ignored::jsonb,
            mapped_by = $8, remote_line = null, last_pushed_at = $1
       from unnest($2::uuid[], $3::bytea[], $4::int[], $5::text[], $6::text[], $7::bytea[])
         as a(id, hash, version, remote_version, ignored, before)
      where l.id = a.id and l.remote_base = a.before`,
    [
      now(),
      rows.map(({ change }) => change.link?.id),
      rows.map(({ item }) => contentHash(item.resource)),
      rows.map(({ change }) => change.version),
      rows.map(({ item }) => item.remoteVersion ?? null),
      ignored,
      rows.map(({ change }) => change.link?.remoteBase),
      mappedBy,
    ],
  );
}

async function insertBases(
  tx: Tx,
  { run }: Slice,
  mappedBy: number,
  rows: readonly (Agreed & { readonly linkId: string })[],
  ignored: readonly (string | null)[],
): Promise<void> {
  await tx.execute(
    `insert into sync_links (id, organization_id, integration_id, entity, remote_id, record_id, remote_base, local_base,
                             remote_version, ignored, mapped_by, last_pushed_at)
     select l.id, $1, $2, l.entity, l.remote_id, l.record_id, l.hash, l.version, l.remote_version, l.ignored::jsonb, $12, $3
       from unnest($4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::bytea[], $9::int[], $10::text[], $11::text[])
         as l(id, entity, remote_id, record_id, hash, version, remote_version, ignored)`,
    [
      run.organizationId,
      run.integrationId,
      now(),
      rows.map(({ linkId }) => linkId),
      rows.map(({ change }) => change.entity),
      rows.map(({ item }) => item.remoteId),
      rows.map(({ change }) => change.recordId),
      rows.map(({ item }) => contentHash(item.resource)),
      rows.map(({ change }) => change.version),
      rows.map(({ item }) => item.remoteVersion ?? null),
      ignored,
      mappedBy,
    ],
  );
}

/** The vendor's values where it keeps something else than was sent: no change of either side. */
function ignoredOf({ change, side }: Agreed): string | null {
  const differences = side && differencesTo(change.data, side.data, derivedFields(change.entity));
  return differences ? JSON.stringify(differences) : null;
}

async function commitAgreed(
  tx: Tx,
  slice: Slice,
  entity: RecordEntity,
  agreed: readonly Agreed[],
): Promise<void> {
  const { run } = slice;
  const known = agreed.filter(({ change }) => change.link !== null);
  const created = agreed
    .filter(({ change }) => change.link === null)
    .map((row) => ({ ...row, linkId: newId() }));
  const mappedBy = slice.mappings.get(entity)?.version ?? unmappedVersion;
  await updateBases(tx, mappedBy, known, known.map(ignoredOf));
  if (created.length > 0) await insertBases(tx, slice, mappedBy, created, created.map(ignoredOf));
  const texts = [
    ...known.map(({ change, item }) => ({ linkId: change.link?.id ?? "", text: item.text })),
    ...created.map(({ linkId, item }) => ({ linkId, text: item.text })),
  ];
  await keepRaw(tx, run, await sealTexts(run, texts));
  const arrived = created.map(({ item, change }) => ({ remoteId: item.remoteId, recordId: change.recordId }));
  await completeReferences(tx, run, entity, arrived, (dependent) => writeContext(run, dependent));
}

function conflictOf({ change, fields, target }: Parcel): OpenConflict[] {
  if (!target) return [];
  return [
    {
      linkId: target.link.id,
      recordId: change.recordId,
      kind: "PRECONDITION",
      paths: fields,
      baseVersion: target.link.localBase,
      localVersion: change.version,
      remote: target.remote.data,
      remoteHash: target.remote.item.remoteHash,
      remoteChangedAt: lastUpdatedOf(target.remote.item.text),
    },
  ];
}

function countsOf({ agreed, skipped, notOffered, refused, contested }: PushedPage) {
  const counts = {
    ...noCounts(),
    skipped: skipped.length + notOffered.length,
    failed: refused.length,
    conflicted: contested.length,
  };
  for (const { outcome } of agreed) counts[outcome] += 1;
  return counts;
}

/** Those that the vendor certainly does not have: no mark needs to stand. */
function surelyUnsent({ unsent, contested, notOffered, refused }: PushedPage): string[] {
  const certain = refused.filter(({ error }) => "stage" in error || error.kind !== "ambiguous");
  return [...unsent, ...[...contested, ...notOffered, ...certain].map(({ change }) => change)].map(
    ({ recordId }) => recordId,
  );
}

/** Commits a page of pushed records; answers what a person asked for meanwhile. */
export async function commitPushed(slice: Slice, page: PushedPage): Promise<Wanted> {
  const { run } = slice;
  const started = performance.now();
  const { entity, cursor, total, fetchMs } = page;
  const counts = countsOf(page);
  const done = await withOrganization(
    run,
    async (tx) => {
      const checkpoint = await advanceCheckpoint(tx, run.jobId, slice.checkpoint, cursor);
      await commitAgreed(tx, slice, entity, page.agreed);
      await openConflicts(tx, { ...run, entity }, page.contested.flatMap(conflictOf));
      await settleChanges(tx, run, [...page.agreed.map(({ change }) => change), ...page.settled]);
      await restChanges(
        tx,
        run,
        [...page.notOffered, ...page.refused].map(({ change }) => change.recordId),
      );
      await unmarkSending(tx, run, surelyUnsent(page));
      const failed = [...page.skipped, ...page.notOffered, ...page.refused, ...page.agreed.flatMap(leftOut)];
      await insertErrors(tx, run, failed.map(errorOf));
      const wanted = await countPage(tx, run, counts, { entity, total });
      const writeMs = performance.now() - started;
      await addStep(tx, run, checkpoint, { entity, counts, fetchMs, mapMs: 0, writeMs });
      await run.advance(tx);
      return { checkpoint, wanted };
    },
    { retries: 3, byKeyOnly: true },
  );
  slice.checkpoint = done.checkpoint;
  return done.wanted;
}
