/** A job of an integration that was never pulled, and pages to commit to it. */
import type { Actor } from "@/lib/auth";
import { adminOf } from "@/lib/auth/testing/actors";
import { contentHash, observationFromFhir, patientFromFhir } from "@/lib/fhir";
import { changeMapping } from "@/lib/integrations";
import { type FieldMappingInput, mappingRequestSchema } from "@/lib/mapping/schema";
import { openVault } from "@/lib/platform/crypto";
import { type Tx, withOrganization, withSystem } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { commitPage, type Page } from "../commit/commit-page";
import type { MappedItem } from "../commit/map-page";
import { type Checkpoint, claimCheckpoint } from "../run/checkpoint";
import type { SyncRun } from "../run/sync-run";

interface Ids {
  readonly organizationId: string;
  readonly integrationId: string;
  readonly jobId: string;
}

async function makeIntegration({ organizationId, integrationId }: Ids): Promise<void> {
  await withSystem("seed", async (tx) => {
    await tx.execute(
      "insert into organizations (id, code, name) values ($1, $2, 'Test') on conflict (id) do nothing",
      [organizationId, organizationId],
    );
    await tx.execute(
      `insert into integrations (id, organization_id, name, connector_id, provider, type, auth_type)
       values ($1, $2, $3, 'epic', 'Epic Systems', 'ehr', 'oauth2')`,
      [integrationId, organizationId, `Epic ${integrationId}`],
    );
  });
}

async function makeJob(tx: Tx, { organizationId, integrationId, jobId }: Ids): Promise<void> {
  await tx.execute(
    `insert into sync_jobs (id, organization_id, integration_id, type, direction, mode, priority, trigger, entities, requested_by)
     values ($1, $2, $3, 'FULL_SYNC', 'INBOUND', 'FULL', 'NORMAL', 'manual', '{patients}', '{}')`,
    [jobId, organizationId, integrationId],
  );
  await tx.execute("insert into sync_checkpoints (job_id, organization_id) values ($1, $2)", [
    jobId,
    organizationId,
  ]);
}

export class PageBed {
  constructor(
    readonly run: SyncRun,
    /** An administrator of the job's organization. */
    readonly actor: Actor,
    /** Where the job stands. */
    public checkpoint: Checkpoint,
  ) {}

  /** A bed of another integration of the same organization. */
  another(): Promise<PageBed> {
    return openBed(this.run.organizationId);
  }

  /** Leaves this integration's links as a push of what stands here does. */
  async pushed(): Promise<void> {
    await withOrganization(this.run, (tx) =>
      tx.execute(
        `update sync_links l set local_base = r.version from entity_records r
          where r.id = l.record_id and l.integration_id = $1`,
        [this.run.integrationId],
      ),
    );
  }

  /** Gives patients these field mappings in place of those they had. */
  mapPatients(...fieldMappings: FieldMappingInput[]) {
    const request = mappingRequestSchema.parse({ fieldMappings });
    return changeMapping(this.actor, this.run.integrationId, "patients", request);
  }

  /** Commits a page and answers the counts that are not zero. */
  async commit(items: MappedItem[], more: Partial<Page> = {}): Promise<Record<string, number>> {
    const result = await commitPage(this.run, this.checkpoint, pageOf(items, more));
    this.checkpoint = result.checkpoint;
    return Object.fromEntries(Object.entries(result.counts).filter(([, count]) => count > 0));
  }
}

/** Needs a test's environment. */
export function openPageBed(): Promise<PageBed> {
  return openBed(newId());
}

async function openBed(organizationId: string): Promise<PageBed> {
  const ids = { organizationId, integrationId: newId(), jobId: newId() };
  await makeIntegration(ids);
  await withOrganization(ids, (tx) => makeJob(tx, ids));
  const changedBy = { kind: "system", id: ids.integrationId, name: "Epic" } as const;
  const vault = await openVault(ids.organizationId, "resources");
  const run = {
    ...ids,
    changedBy,
    vault,
    advance: async () => undefined,
    notesSeen: true,
    tells: true,
    remaps: false,
    rulesFor: () => undefined,
  };
  const actor = adminOf(ids.organizationId);
  const checkpoint = await withOrganization(run, (tx) => claimCheckpoint(tx, run.jobId));
  return new PageBed(run, actor, checkpoint);
}

export function pageOf(items: MappedItem[], more: Partial<Page> = {}): Page {
  return {
    items,
    errors: [],
    deleted: [],
    cursor: { phase: "pull", at: null },
    fetchMs: 0,
    mapMs: 0,
    ...more,
  };
}

/** A field mapping that brings given names in capitals. */
export const shouted = {
  localField: "firstName",
  remoteField: "name[0].given[0]",
  transform: "uppercase",
} satisfies FieldMappingInput;

/** Camila Lopez as the vendor would send her, with `facts` in place of what is usual. */
export function patientResource(id: string, facts: object = {}) {
  return {
    resourceType: "Patient",
    id,
    name: [{ use: "official", family: "Lopez", given: ["Camila"] }],
    birthDate: "1987-09-12",
    telecom: [{ system: "phone", value: "469-555-5555" }],
    ...facts,
  };
}

export function patient(id: string, facts: object = {}): MappedItem {
  const resource = patientResource(id, facts);
  return {
    entity: "patients",
    remoteId: id,
    text: JSON.stringify(resource),
    remoteHash: contentHash(resource),
    mappedBy: 0,
    data: { ...patientFromFhir(resource) },
    references: {},
  };
}

/** A heart rate of a patient. */
export function observation(id: string, patientId: string): MappedItem {
  const resource = {
    resourceType: "Observation",
    id,
    status: "final",
    code: { coding: [{ system: "http://loinc.org", code: "8867-4" }] },
    subject: { reference: `Patient/${patientId}` },
    valueQuantity: { value: 72, unit: "/min" },
  };
  const { data, references } = observationFromFhir(resource);
  return {
    entity: "observations",
    remoteId: id,
    text: JSON.stringify(resource),
    remoteHash: contentHash(resource),
    mappedBy: 0,
    data: { ...data },
    references,
  };
}
