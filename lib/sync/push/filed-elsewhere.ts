/** New records that the vendor filed as ones it had: receivers of messages look for whom they may know already. */
import type { SyncRun } from "../run/sync-run";
import { unlinked } from "./in-doubt";
import type { Answer, Parcel } from "./send";

type Taken = Extract<Answer, { readonly kind: "taken" }>;

/** Those that belong to other records here, or to one before them on the page. */
export async function filedElsewhere(run: SyncRun, taken: readonly Taken[]): Promise<ReadonlySet<Parcel>> {
  const created = taken.filter(({ parcel }) => !parcel.target);
  if (created.length === 0) return new Set();
  const items = await unlinked(
    run,
    created.map(({ item }) => item),
  );
  const free = new Set(items.map(({ remoteId }) => remoteId));
  return new Set(created.filter(({ item }) => !free.delete(item.remoteId)).map(({ parcel }) => parcel));
}
