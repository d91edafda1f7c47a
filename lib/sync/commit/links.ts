/** Links between our records and the vendor's, what was seen of them, and the resources as they came. */
import type { Entity } from "@/lib/connectors/contract";
import { now } from "@/lib/platform/clock";
import { packText } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { mapInTurns } from "@/lib/platform/turns";
import { rawParts } from "@/lib/records";
import type { Intake } from "../run/sync-run";
import type { MappedItem } from "./map-page";

interface NewLink {
  readonly linkId: string;
  readonly recordId: string;
  readonly item: MappedItem;
  readonly localBase: number;
  /** Absent where nothing was agreed yet. */
  readonly remoteBase?: Buffer;
}

const noResource = Buffer.alloc(0);

/** Links records to the vendor's that have no link yet. */
export async function insertLinks(
  tx: Tx,
  run: Intake,
  entity: Entity,
  links: readonly NewLink[],
): Promise<void> {
  await tx.execute(
    `insert into sync_links (id, organization_id, integration_id, entity, remote_id, record_id, remote_base, local_base, remote_version, mapped_by,
                             remote_line, last_pulled_at)
     select l.id, $1, $2, $3, l.remote_id, l.record_id, l.hash, l.local_base, l.remote_version, l.mapped_by, l.line, $4
       from unnest($5::uuid[], $6::text[], $7::uuid[], $8::bytea[], $9::text[], $10::int[], $11::int[], $12::bytea[])
         as l(id, remote_id, record_id, hash, remote_version, mapped_by, local_base, line)`,
    [
      run.organizationId,
      run.integrationId,
      entity,
      now(),
      links.map((link) => link.linkId),
      links.map((link) => link.item.remoteId),
      links.map((link) => link.recordId),
      links.map((link) => link.remoteBase ?? noResource),
      links.map((link) => link.item.remoteVersion ?? null),
      links.map((link) => link.item.mappedBy),
      links.map((link) => link.localBase),
      links.map((link) => (link.remoteBase && link.item.lineHash) ?? null),
    ],
  );
}

/** A link whose sides agree anew: on this resource and on this version of our record. */
export interface AgreedLink {
  readonly linkId: string;
  readonly item: MappedItem;
  readonly localBase: number;
  readonly state: "linked";
  /** Where both sides still keep their own: the vendor's values. */
  readonly ignored: Readonly<Record<string, unknown>> | null;
}

/** Moves both bases of links at the same moment. */
export async function updateLinks(tx: Tx, run: Intake, links: readonly AgreedLink[]): Promise<void> {
  if (links.length === 0) return;
  await tx.execute(
    `update sync_links l
        set remote_base = a.hash, local_base = a.local_base, remote_version = a.remote_version, ignored = a.ignored::jsonb,
            mapped_by = a.mapped_by, state = 'linked', remote_line = a.line, last_pulled_at = coalesce($1, l.last_pulled_at)
       from unnest($2::uuid[], $3::bytea[], $4::int[], $5::text[], $6::text[], $7::int[], $8::bytea[])
         as a(id, hash, local_base, remote_version, ignored, mapped_by, line)
      where l.id = a.id and l.id = any($2::uuid[])`,
    [
      run.remaps ? null : now(),
      links.map((link) => link.linkId),
      links.map((link) => link.item.remoteHash),
      links.map((link) => link.localBase),
      links.map((link) => link.item.remoteVersion ?? null),
      links.map((link) => link.ignored && JSON.stringify(link.ignored)),
      links.map((link) => link.item.mappedBy),
      links.map((link) => link.item.lineHash ?? null),
    ],
  );
}

/** A resource as the text that came, compressed and sealed. */
export interface SealedResource {
  readonly linkId: string;
  readonly body: Buffer;
}

/** Seals the texts of links' resources. */
export function sealTexts(
  run: Intake,
  rows: readonly ({ readonly linkId: string } & Pick<MappedItem, "text" | "packed">)[],
): Promise<SealedResource[]> {
  return mapInTurns(rows, ({ linkId, text, packed = packText(text) }) => ({
    linkId,
    body: run.vault.seal(packed, rawParts(linkId)),
  }));
}

/** Seals the resources of links. */
export function sealRaw(
  run: Intake,
  rows: readonly { readonly linkId: string; readonly item: MappedItem }[],
): Promise<SealedResource[]> {
  return sealTexts(
    run,
    rows.map(({ linkId, item: { text, packed } }) => ({ linkId, text, packed })),
  );
}

/** Keeps each resource in the place of what came before. */
export async function keepRaw(tx: Tx, run: Intake, rows: readonly SealedResource[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    `insert into remote_resources (link_id, organization_id, body, fetched_at)
     select r.link_id, $1, r.body, $2 from unnest($3::uuid[], $4::bytea[]) as r(link_id, body)
     on conflict (link_id) do update set body = excluded.body, fetched_at = excluded.fetched_at`,
    [run.organizationId, now(), rows.map((row) => row.linkId), rows.map((row) => row.body)],
  );
}

/** Notes links as seen in this run, in a table of the run: touching each link would rewrite the whole table. */
export async function noteSeen(tx: Tx, run: Intake, linkIds: readonly string[]): Promise<void> {
  if (linkIds.length === 0) return;
  await tx.execute(
    `insert into sync_seen (job_id, link_id, organization_id)
     select $1, s.id, $2 from unnest($3::uuid[]) as s(id) on conflict do nothing`,
    [run.jobId, run.organizationId, linkIds],
  );
}

/** Notes links whose record failed: it is there, though it could not be taken in. */
export async function noteSeenByRemoteId(
  tx: Tx,
  run: Intake,
  entity: Entity,
  remoteIds: readonly string[],
): Promise<void> {
  if (remoteIds.length === 0) return;
  await tx.execute(
    `insert into sync_seen (job_id, link_id, organization_id)
     select $1, id, $2 from sync_links where integration_id = $3 and entity = $4 and remote_id = any($5::text[])
     on conflict do nothing`,
    [run.jobId, run.organizationId, run.integrationId, entity, remoteIds],
  );
}
