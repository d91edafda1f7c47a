/** Lookup tables as people keep them: codes of vendors and ours, one list for all mappings of the organization. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import { type Actor, actorRef } from "@/lib/auth";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { mappingErrors } from "./errors";
import { findLookups, lookupNamesIn, writeLookup } from "./lookup-store";
import { findVersion, insertVersion, lockMapping, type MappingKey } from "./mapping-store";
import type { LookupTable } from "./schema";

/** Every table, by name. */
export function listLookups(actor: Actor): Promise<LookupTable[]> {
  return withOrganization(actor, (tx) => findLookups(tx));
}

async function requireLookup(tx: Tx, name: string): Promise<LookupTable> {
  const [table] = await findLookups(tx, [name]);
  if (!table) throw mappingErrors.lookup_not_found();
  return table;
}

/** One table. Throws `lookup_not_found`. */
export function readLookup(actor: Actor, name: string): Promise<LookupTable> {
  return withOrganization(actor, (tx) => requireLookup(tx, name));
}

/** The mappings in force that look values up in a table. */
async function usersOf(tx: Tx, name: string): Promise<MappingKey[]> {
  const rows = await tx.query<MappingKey>(
    `select distinct integration_id as "integrationId", entity from field_mappings order by 1, 2`,
  );
  const used: MappingKey[] = [];
  for (const key of rows) {
    const current = await findVersion(tx, key);
    if (current && lookupNamesIn(current.fields).includes(name)) used.push(key);
  }
  return used;
}

/** A mapping that reads other codes is another mapping: what it made has to be made anew. */
async function renewUsers(tx: Tx, actor: Actor, name: string): Promise<void> {
  for (const key of await usersOf(tx, name)) {
    await lockMapping(tx, key);
    const current = await findVersion(tx, key);
    if (!current) continue;
    await insertVersion(tx, actor.organizationId, key, {
      fields: current.fields,
      note: `The lookup table ${name} was changed`,
      by: actorRef(actor),
    });
  }
}

function audited(tx: Tx, actor: Actor, deed: "created" | "changed" | "deleted", name: string) {
  return recordAudit(tx, actor, { action: `lookup.${deed}`, entity: "lookup_tables", target: { name } });
}

/** Keeps a new table; `keep` runs in the same transaction. Throws `lookup_name_taken`. */
export async function createLookup(
  actor: Actor,
  table: LookupTable,
  keep: (tx: Tx, table: LookupTable) => Promise<void> = async () => undefined,
): Promise<LookupTable> {
  await prepareAudit(actor.organizationId);
  return withOrganization(actor, async (tx) => {
    if (!(await writeLookup(tx, actor.organizationId, table, true)))
      throw mappingErrors.lookup_name_taken({ detail: "Change that one, or choose another name." });
    await audited(tx, actor, "created", table.name);
    await keep(tx, table);
    return table;
  });
}

/** Replaces what a table holds; every mapping that uses it gets a new version. Throws `lookup_not_found`. */
export async function changeLookup(actor: Actor, table: LookupTable): Promise<LookupTable> {
  await prepareAudit(actor.organizationId);
  return withOrganization(actor, async (tx) => {
    await requireLookup(tx, table.name);
    await writeLookup(tx, actor.organizationId, table, false);
    await renewUsers(tx, actor, table.name);
    await audited(tx, actor, "changed", table.name);
    return table;
  });
}

/** Takes a table away that no mapping uses. Throws `lookup_not_found`, `lookup_in_use`. */
export async function deleteLookup(actor: Actor, name: string): Promise<void> {
  await prepareAudit(actor.organizationId);
  await withOrganization(actor, async (tx) => {
    await requireLookup(tx, name);
    const users = await usersOf(tx, name);
    if (users.length > 0)
      throw mappingErrors.lookup_in_use({
        detail: `Take it out of the mappings of ${[...new Set(users.map(({ entity }) => entity))].join(", ")} first.`,
      });
    await tx.execute("delete from lookup_tables where name = $1", [name]);
    await audited(tx, actor, "deleted", name);
  });
}
