/**
 * Records of ours that the vendor was told of, and that it shows now under ids of its own: by the number that our
 * message gave them, or because both say that they are the same (docs/decisions/020).
 */
import { compareUnrelated, differencesTo } from "@/lib/conflicts";
import type { Entity } from "@/lib/connectors/contract";
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { derivedFields, isOnlyTold, isRecordEntity, type RecordEntity } from "@/lib/records";
import { isAlike, numbersOf } from "../alike";
import { type Intake, writeContext } from "../run/sync-run";
import { insertLinks, updateLinks } from "./links";
import type { Moved } from "./plan-moved";
import { completeReferences, type ResolvedItem } from "./references";

/** A record of ours that the vendor may have. */
interface Ours {
  readonly recordId: string;
  /** Absent where nobody knows whether the vendor heard of it. */
  readonly linkId: string | null;
  /** As it was told. */
  readonly version: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly isGone: boolean;
}

/** Those that an item may be: of the same patient, or with a number that is one of ours. */
async function findOurs(
  tx: Tx,
  { integrationId }: Intake,
  entity: Entity,
  fresh: readonly ResolvedItem[],
): Promise<Ours[]> {
  return tx.query<Ours>(
    `with told as materialized (
       select l.record_id, l.id as link_id, l.local_base as version from sync_links l
        where l.integration_id = $1 and l.entity = $2 and ${isOnlyTold("l")} and l.state = 'linked'
        union all
       select c.record_id, null, c.sending_version from outbound_changes c
        where c.integration_id = $1 and c.entity = $2 and c.sending_version is not null
          and not exists (select 1 from sync_links l where l.record_id = c.record_id and l.integration_id = $1)
     )
     select t.record_id as "recordId", t.link_id as "linkId", t.version,
            r.deleted_at is not null and r.version = t.version as "isGone",
            case when r.version = t.version then r.data
                 else (select v.data from entity_versions v where v.record_id = r.id and v.version = t.version) end as data
       from told t join entity_records r on r.id = t.record_id
      where r.id::text = any($3::text[]) or r.data ->> 'patientId' = any($4::text[])`,
    [
      integrationId,
      entity,
      fresh.flatMap(({ data }) => numbersOf(data)),
      fresh.flatMap(({ data }) => (typeof data.patientId === "string" ? [data.patientId] : [])),
    ],
  );
}

interface Pair {
  readonly ours: Ours;
  readonly fresh: ResolvedItem;
}

/** Which of ours each item is: by number first, then where one alone says the same of the same patient. */
function pairsOf(entity: RecordEntity, fresh: readonly ResolvedItem[], all: readonly Ours[]): Pair[] {
  const left = new Set(all);
  const pairs = new Map<ResolvedItem, Ours>();
  const pair = (one: ResolvedItem, ours: Ours | undefined) => {
    if (ours && left.delete(ours)) pairs.set(one, ours);
  };
  for (const one of fresh) {
    const numbers = numbersOf(one.data);
    pair(
      one,
      [...left].find(({ recordId }) => numbers.includes(recordId)),
    );
  }
  for (const one of fresh.filter((each) => !pairs.has(each))) {
    const alike = [...left].filter(
      ({ data }) => data.patientId === one.data.patientId && isAlike(entity, data, one.data),
    );
    if (alike.length === 1) pair(one, alike[0]);
  }
  return [...pairs].map(([each, ours]) => ({ fresh: each, ours }));
}

/** The fields of which the vendor says something else than it was told, and not only in other words. */
function changedThere(entity: Entity, told: Ours["data"], remote: ResolvedItem["data"]): string[] {
  const { contested } = compareUnrelated(entity, told, remote);
  return contested.filter((path) => typeof remote[path] !== "object");
}

/** The link of a recognised record, from which it is compared like any other. */
function movedOf(entity: RecordEntity, { item, data }: ResolvedItem, ours: Ours): Moved {
  const { recordId, version: localBase, data: told } = ours;
  const changed = changedThere(entity, told, data);
  const differences = Object.entries(differencesTo(told, data, derivedFields(entity)) ?? {});
  const ignored = Object.fromEntries(differences.filter(([path]) => !changed.includes(path)));
  const linkId = ours.linkId ?? newId();
  const isSameResource = changed.length === 0;
  return { outcome: "moved", item, linkId, recordId, state: "linked", localBase, isSameResource, ignored };
}

interface Found {
  readonly ours: Ours;
  readonly row: Moved;
}

function rowsOf(found: readonly Found[], isOf: (ours: Ours) => boolean): Moved[] {
  return found.filter(({ ours }) => isOf(ours)).map(({ row }) => row);
}

/** Links what was found by the ids that the vendor knows it by, and completes what was waiting for these. */
async function keepLinks(tx: Tx, run: Intake, entity: RecordEntity, found: readonly Found[]): Promise<void> {
  const known = rowsOf(found, ({ linkId }) => linkId !== null);
  await insertLinks(
    tx,
    run,
    entity,
    rowsOf(found, ({ linkId }) => linkId === null),
  );
  await tx.execute(
    `update sync_links l set remote_id = t.remote_id from unnest($1::uuid[], $2::text[]) as t(id, remote_id)
      where l.id = t.id`,
    [known.map(({ linkId }) => linkId), known.map(({ item }) => item.remoteId)],
  );
  const arrived = found.map(({ row: { item, recordId } }) => ({ remoteId: item.remoteId, recordId }));
  await completeReferences(tx, run, entity, arrived, (dependent) => writeContext(run, dependent));
}

/** What arrives that the vendor was told of. */
export interface Recognised {
  /** To be compared with our records. */
  readonly moved: readonly Moved[];
  /** Linked with records that are gone here and told to be gone: the vendor shows what it was before, or its end. */
  readonly settled: readonly Moved[];
}

const nothing: Recognised = { moved: [], settled: [] };

/** Looks for ours among items without a link, and gives their links the ids that the vendor knows them by. */
export async function recognise(
  tx: Tx,
  run: Intake,
  entity: Entity,
  fresh: readonly ResolvedItem[],
): Promise<Recognised> {
  if (!run.tells || fresh.length === 0 || !isRecordEntity(entity)) return nothing;
  const pairs = pairsOf(entity, fresh, await findOurs(tx, run, entity, fresh));
  if (pairs.length === 0) return nothing;
  const found = pairs.map(({ fresh: one, ours }) => ({ ours, row: movedOf(entity, one, ours) }));
  await keepLinks(tx, run, entity, found);
  const settled = rowsOf(found, ({ isGone }) => isGone);
  await updateLinks(
    tx,
    run,
    settled.map((row) => ({ ...row, state: "linked", ignored: null })),
  );
  return { moved: rowsOf(found, ({ isGone }) => !isGone), settled };
}
