/** What happened to an integration, in words for people. */
import { type Actor, type ActorRef, actorRef } from "@/lib/auth";
import { now } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { type Paged, pageOf, type TimePlace } from "@/lib/platform/list-page";
import { integrationErrors } from "./errors";
import { findIntegration } from "./integration-store";
import type { IntegrationEventView } from "./schema";

interface IntegrationEvent {
  readonly integrationId: string;
  readonly type:
    | "created"
    | "changed"
    | "status"
    | "tested"
    | "key_rotated"
    | "mapping"
    | "sync"
    | "real_time";
  /** A sentence without secrets and without patients. */
  readonly message: string;
  readonly severity?: "info" | "warning" | "error";
  /** The sync job whose story this is part of. */
  readonly jobId?: string;
}

/** Writes an event in the transaction of what it tells of. */
export async function recordIntegrationEvent(tx: Tx, actor: Actor, event: IntegrationEvent): Promise<void> {
  await tx.execute(
    `insert into integration_events (id, organization_id, integration_id, at, type, severity, actor, message, job_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      newId(),
      actor.organizationId,
      event.integrationId,
      now(),
      event.type,
      event.severity ?? "info",
      JSON.stringify(actorRef(actor)),
      event.message,
      event.jobId ?? null,
    ],
  );
}

interface EventRow {
  id: string;
  at: Date;
  type: string;
  severity: string;
  actor: ActorRef | null;
  jobId: string | null;
  message: string;
}

/** The events of an integration, newest first. Throws `integration_not_found`. */
export async function listIntegrationEvents(
  actor: Actor,
  integrationId: string,
  limit: number,
  after: TimePlace | null,
): Promise<Paged<IntegrationEventView>> {
  const rows = await withOrganization(actor, async (tx) => {
    if (!(await findIntegration(tx, integrationId))) throw integrationErrors.integration_not_found();
    return tx.query<EventRow>(
      `select id, at, type, severity, actor, job_id as "jobId", message from integration_events
        where organization_id = $1 and integration_id = $2
          and ($3::timestamptz is null or (at, id) < ($3, $4::uuid))
        order by at desc, id desc limit $5`,
      [actor.organizationId, integrationId, after?.at ?? null, after?.id ?? null, limit + 1],
    );
  });
  const events = rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  return pageOf(events, limit, ({ at, id }) => ({ at, id }));
}
