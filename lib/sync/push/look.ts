/** How the vendor's side of changed records stands, read again before anything is sent. */
import type { Entity, ReadResult, RemoteItem } from "@/lib/connectors/contract";
import { withOrganization } from "@/lib/platform/db";
import { type MappedItem, mapPage } from "../commit/map-page";
import { resolveReferences } from "../commit/references";
import type { RecordError } from "../run/sync-run";
import type { Slice } from "../slice";
import type { AsAgreed, RemoteSide } from "./compose";
import type { ChangedLink, ChangedRecord } from "./load-changes";

/** How many calls to a vendor are under way at the same time; the client's own limits hold besides. */
export const callsAtOnce = 5;

/** Runs `call` for each, a few at a time; answers in the order of the list. After a failure none is begun. */
export async function fewAtOnce<In, Out>(
  all: readonly In[],
  call: (one: In) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  const left = all.entries();
  let failed = false;
  const lane = async () => {
    for (const [index, one] of left) {
      if (failed) return;
      results[index] = await call(one).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: callsAtOnce }, lane));
  return results;
}

/** The vendor of a job, and how its resources become records. */
export type Vendor = Pick<Slice, "connector" | "context" | "run" | "mappings">;

/** A changed record with its link. */
export interface Linked {
  readonly change: ChangedRecord;
  readonly link: ChangedLink;
}

export interface Looks {
  /** Where the vendor's resource is the one last agreed on. */
  readonly asAgreed: readonly AsAgreed[];
  /** Where it is another one, or gone: a pull of these comes first. */
  readonly moved: {
    readonly changes: readonly ChangedRecord[];
    readonly items: readonly MappedItem[];
    readonly deleted: readonly { readonly entity: Entity; readonly remoteId: string }[];
  };
  /** Where it could not be read. */
  readonly unreadable: readonly { readonly change: ChangedRecord; readonly error: RecordError }[];
}

interface Looked extends Linked {
  readonly result: ReadResult;
}

async function readEach({ connector, context }: Vendor, linked: readonly Linked[]): Promise<Looked[]> {
  const looked = await fewAtOnce(linked, async (one) => {
    const result = await connector.entities[one.change.entity]?.read?.(context, one.link.remoteId);
    return result && { ...one, result };
  });
  return looked.filter((one) => one !== undefined);
}

function itemOf({ result }: Looked): RemoteItem | undefined {
  if (result.state === "found") return result.item;
  return result.state === "merged" ? result.into : undefined;
}

/** Vendor's resources as records, with the ids of our records. */
export async function mapRemote(
  { connector, run, mappings }: Vendor,
  items: readonly RemoteItem[],
): Promise<{ sides: Map<string, RemoteSide>; errors: readonly RecordError[] }> {
  const mapped = await mapPage(connector, items, mappings);
  const resolved = await withOrganization(run, (tx) => resolveReferences(tx, run, mapped.items));
  const resources = new Map(items.map(({ remoteId, resource }) => [remoteId, resource]));
  const sides = mapped.items.flatMap((item): [string, RemoteSide][] => {
    const [resource, side] = [resources.get(item.remoteId), resolved.get(item)];
    return resource && side ? [[item.remoteId, { resource, item, data: side.data }]] : [];
  });
  return { sides: new Map(sides), errors: mapped.errors };
}

/** Reads the vendor's side of each and compares it with what both sides last agreed on. */
export async function look(vendor: Vendor, linked: readonly Linked[]): Promise<Looks> {
  const looked = await readEach(vendor, linked);
  const { sides, errors } = await mapRemote(
    vendor,
    looked.flatMap((one) => itemOf(one) ?? []),
  );
  const asAgreed: AsAgreed[] = [];
  const moved = {
    changes: [] as ChangedRecord[],
    items: [] as MappedItem[],
    deleted: [] as Looks["moved"]["deleted"][number][],
  };
  const unreadable: { change: ChangedRecord; error: RecordError }[] = [];
  for (const one of looked) {
    const { change, link, result } = one;
    const error =
      result.state === "refused"
        ? result.error
        : errors.find(({ remoteId }) => remoteId === itemOf(one)?.remoteId);
    const remote = sides.get(itemOf(one)?.remoteId ?? "");
    if (error) unreadable.push({ change, error });
    else if (result.state === "found" && remote?.item.remoteHash.equals(link.remoteBase))
      asAgreed.push({ change, link, remote });
    else {
      moved.changes.push(change);
      if (remote) moved.items.push(remote.item);
      if (result.state !== "found") moved.deleted.push({ entity: change.entity, remoteId: link.remoteId });
    }
  }
  return { asAgreed, moved, unreadable };
}
