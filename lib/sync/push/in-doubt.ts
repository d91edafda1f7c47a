/** Creates whose answer never came: looked for at the vendor before they are sent again. */
import type { RemoteItem } from "@/lib/connectors/contract";
import { withOrganization } from "@/lib/platform/db";
import { type CarelaneError, hasCode, isCarelaneError } from "@/lib/platform/errors";
import { isAlike, numbersOf } from "../alike";
import { syncErrors } from "../errors";
import type { SyncRun } from "../run/sync-run";
import { composeNew } from "./compose";
import type { ChangedRecord } from "./load-changes";
import { mapRemote, type Vendor } from "./look";

export type Found =
  | { readonly kind: "there"; readonly item: RemoteItem }
  | { readonly kind: "not_there" }
  | { readonly kind: "unclear"; readonly error: CarelaneError };

/** Of items of one entity those that no record here is linked with. */
export async function unlinked(run: SyncRun, items: readonly RemoteItem[]): Promise<RemoteItem[]> {
  const rows = await withOrganization(run, (tx) =>
    tx.query<{ remote_id: string }>(
      `select remote_id from sync_links
        where integration_id = $1 and entity = $2 and remote_id = any($3::text[])`,
      [run.integrationId, items[0]?.entity ?? "", items.map(({ remoteId }) => remoteId)],
    ),
  );
  const linked = new Set(rows.map((row) => row.remote_id));
  return items.filter(({ remoteId }) => !linked.has(remoteId));
}

function unclear(detail: string): Found {
  return { kind: "unclear", error: syncErrors.push_outcome_unclear({ detail }) };
}

/** Looks for the resource that an earlier call may have created of a record as it was sent then. */
export async function findCreated(vendor: Vendor, sent: ChangedRecord): Promise<Found> {
  const { connector, context, run } = vendor;
  const alike = connector.entities[sent.entity]?.alike;
  if (!alike)
    return unclear("Look for it there. If it is missing, change the record here and it is sent again.");
  const [composed] = await composeNew(vendor, [sent]);
  if (!composed || composed.error)
    return unclear("Its field mapping no longer says how it was written. Look for it there.");
  const candidates = await unlinked(run, await asked(alike(context, composed.resource)));
  const { sides } = await mapRemote(vendor, candidates);
  const dataOf = ({ remoteId }: RemoteItem) => sides.get(remoteId)?.data;
  const numbered = candidates.filter((item) => numbersOf(dataOf(item) ?? {}).includes(sent.recordId));
  const alikes = candidates.filter((item) => {
    const theirs = dataOf(item);
    return theirs !== undefined && isAlike(sent.entity, sent.data, theirs);
  });
  const matches = numbered.length > 0 ? numbered : alikes;
  const [only] = matches;
  if (!only) return { kind: "not_there" };
  if (matches.length === 1) return { kind: "there", item: only };
  return unclear("The vendor has several records like it. Compare them there and delete what is too many.");
}

/** A search that finds nobody is an answer. */
async function asked(search: Promise<RemoteItem[]>): Promise<RemoteItem[]> {
  try {
    return await search;
  } catch (error) {
    if (hasCode(error, "resource_not_found") && isCarelaneError(error)) return [];
    throw error;
  }
}
