/** Groups of patients, to be exported together. */
import { recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { now } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { bulkErrors } from "./errors";
import type { GroupView, NewGroup } from "./schema";

async function assertPatients(tx: Tx, ids: readonly string[]): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    "select id from entity_records where id = any($1::uuid[]) and entity = 'patients' and deleted_at is null",
    [ids],
  );
  const known = new Set(rows.map(({ id }) => id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length === 0) return;
  throw bulkErrors.group_members_unknown({
    detail: "Send ids of patients that are here.",
    errors: unknown
      .slice(0, 20)
      .map((id) => ({ path: `members[${ids.indexOf(id)}]`, message: "is not here" })),
  });
}

/** Throws `group_members_unknown`. */
export async function createGroup(actor: Actor, { name, members }: NewGroup): Promise<GroupView> {
  const ids = [...new Set(members.map((id) => id.toLowerCase()))];
  const group = { id: newId(), name, members: ids.length, createdAt: now().toISOString() };
  await withOrganization(actor, async (tx) => {
    await assertPatients(tx, ids);
    await tx.execute(
      "insert into fhir_groups (id, organization_id, name, created_at) values ($1, $2, $3, $4)",
      [group.id, actor.organizationId, name, group.createdAt],
    );
    await tx.execute(
      `insert into fhir_group_members (group_id, patient_id, organization_id)
       select $1, patient_id, $2 from unnest($3::uuid[]) as m(patient_id)`,
      [group.id, actor.organizationId, ids],
    );
    const target = { members: ids.length };
    await recordAudit(tx, actor, {
      action: "fhir_group.created",
      entity: "fhir_group",
      recordId: group.id,
      target,
    });
  });
  return group;
}

/** Throws `group_unknown`. */
export async function assertGroup(tx: Tx, id: string): Promise<void> {
  if (!(await tx.one("select 1 from fhir_groups where id = $1", [id]))) throw bulkErrors.group_unknown();
}
