/**
 * Records of which the vendor was told and that it does not show, or does not yet: what it accepted is what it has, so
 * nothing is read before a change goes out or after it (docs/decisions/020).
 */
import type { Connector, RemoteItem } from "@/lib/connectors/contract";
import { contentHash } from "@/lib/fhir";
import { withOrganization } from "@/lib/platform/db";
import type { CarelaneError } from "@/lib/platform/errors";
import { rawParts } from "@/lib/records";
import { mappedBy } from "../commit/map-page";
import type { SyncRun } from "../run/sync-run";
import { type ComposedUpdate, composeNew } from "./compose";
import type { ChangedRecord } from "./load-changes";
import type { Linked, Vendor } from "./look";

/** Whether the vendor is only told of a record: it goes by our id there, or will. */
export function isOnlyTold({ entities }: Connector, { entity, recordId, link }: ChangedRecord): boolean {
  return link ? link.remoteId === recordId : (entities[entity]?.newOnesUnseen ?? false);
}

/**
 * The earlier change of a record of which nobody knows whether it was heard; undefined where there is none. It is told
 * once more as it was: only so is it sure what the vendor has when the present one follows.
 */
export function unheard(change: ChangedRecord): ChangedRecord | undefined {
  const { sending, version, link, deleted } = change;
  if (!sending || sending.version === version) return undefined;
  // What is gone before it was surely there does not begin once more.
  if (link === null && deleted) return undefined;
  const { data } = sending;
  return { ...change, version: sending.version, data, told: data, deleted: false };
}

/** What the vendor accepted last, by link. */
async function readTold(
  run: SyncRun,
  links: readonly string[],
): Promise<Map<string, RemoteItem["resource"]>> {
  const rows = await withOrganization(run, (tx) =>
    tx.query<{ link_id: string; body: Buffer }>(
      "select link_id, body from remote_resources where link_id = any($1::uuid[])",
      [links],
    ),
  );
  return new Map(
    rows.map(({ link_id: id, body }) => [id, JSON.parse(run.vault.openText(body, rawParts(id)))]),
  );
}

/** What is to be told of changes, beside what was told last. */
export async function composeTold(vendor: Vendor, linked: readonly Linked[]): Promise<ComposedUpdate[]> {
  if (linked.length === 0) return [];
  const { connector, mappings, run } = vendor;
  const before = await readTold(
    run,
    linked.map(({ link }) => link.id),
  );
  const made = await composeNew(
    vendor,
    linked.map(({ change }) => ({ ...change, data: change.told })),
  );
  return linked.map(({ change, link }, index): ComposedUpdate => {
    const { entity, told, deleted } = change;
    const resource = before.get(link.id) ?? {};
    const withdrawn = deleted ? connector.entities[entity]?.withdrawn?.(resource) : undefined;
    const { resource: after, error } = withdrawn ? { resource: withdrawn } : (made[index] ?? { resource });
    const item = {
      ...{ entity, remoteId: link.remoteId, remoteHash: link.remoteBase, references: {} },
      ...{ mappedBy: mappedBy(mappings, entity), text: JSON.stringify(resource), data: told },
    };
    const differs = !contentHash(after).equals(contentHash(resource));
    return {
      change,
      link,
      remote: { resource, item, data: told },
      resource: after,
      fields: [],
      differs,
      error,
    };
  });
}

/** What is taken for the vendor's: a new record that may have been heard, so that its end can be told. */
export async function presumed(
  vendor: Vendor,
  { sending, ...change }: ChangedRecord,
): Promise<{ readonly item: RemoteItem } | { readonly error: CarelaneError }> {
  const { entity, recordId } = change;
  const [made] = await composeNew(vendor, [{ ...change, sending, data: sending?.data ?? change.data }]);
  if (!made) throw new Error(`${vendor.connector.id} tells of no ${entity}`);
  const { resource, error } = made;
  if (error) return { error };
  return { item: { entity, remoteId: recordId, resource, text: JSON.stringify(resource) } };
}
