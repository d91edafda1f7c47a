import { beforeEach, expect, it } from "vitest";
import { systemActor } from "@/lib/auth";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { listRecords } from "./list-records";

const installation = installationForTests();
let organizationId: string;

beforeEach(async () => {
  organizationId = await installation.addOrganization();
});

/** Writes records with a link each, as one statement: PostgreSQL has no statistics of what it holds then. */
function bring(integrationId: string, entity: string, count: number): Promise<unknown> {
  return withOrganization({ organizationId }, (tx) =>
    tx.execute(
      `with record as (
         insert into entity_records (id, organization_id, entity, data, content_hash, changed_by, created_at, updated_at)
         select gen_random_uuid(), $1, $3, '{}', '', '{}', now(), now() from generate_series(1, $4) returning id)
       insert into sync_links (id, organization_id, integration_id, entity, remote_id, record_id, remote_base, local_base)
       select gen_random_uuid(), $1, $2, $3, id::text, id, '', 1 from record`,
      [organizationId, integrationId, entity, count],
    ),
  );
}

async function listed(entity: string, integrationId: string) {
  const paging = { limit: 50, place: null };
  const { data, total } = await listRecords(
    systemActor(organizationId, { kind: "system", id: "test", name: "Test" }),
    entity,
    { integrationId },
    paging,
  );
  return { shown: data.length, total };
}

it("lists what an integration brought of one kind, and nothing of another integration", async () => {
  const [ours, theirs] = [newId(), newId()];
  await bring(ours, "patients", 3);
  await bring(ours, "observations", 2);
  await bring(theirs, "patients", 4);
  expect(await listed("patients", ours)).toEqual({ shown: 3, total: 3 });
  expect(await listed("observations", ours)).toEqual({ shown: 2, total: 2 });
  expect(await listed("observations", theirs)).toEqual({ shown: 0, total: 0 });
});

it("lists and counts within two seconds what an integration has only just brought", async () => {
  const integrationId = newId();
  await bring(integrationId, "patients", 20_000);
  const began = performance.now();
  expect(await listed("patients", integrationId)).toEqual({ shown: 50, total: 10_000 });
  expect(performance.now() - began).toBeLessThan(2_000);
});
