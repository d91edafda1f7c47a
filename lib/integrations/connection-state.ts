/**
 * What work with the vendor says about an integration: a sign-in that was refused puts an active one into `error`,
 * and one that went well puts it back. Call `prepareAudit` before the transaction.
 */
import { recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import type { Tx } from "@/lib/platform/db";
import { recordIntegrationEvent } from "./integration-events";
import { type IntegrationRow, lockIntegration, updateIntegrationRow } from "./integration-store";

interface StatusChange {
  readonly to: "active" | "error";
  /** Why, for the integration's story. */
  readonly message?: string;
  readonly jobId?: string;
}

async function recordStatus(tx: Tx, actor: Actor, row: IntegrationRow, change: StatusChange): Promise<void> {
  const { to, message, jobId } = change;
  await recordIntegrationEvent(tx, actor, {
    integrationId: row.id,
    type: "status",
    severity: to === "error" ? "error" : "info",
    message: `Status: ${row.status} → ${to}${message ? `. ${message}` : ""}`,
    jobId,
  });
  await recordAudit(tx, actor, {
    action: to === "error" ? "integration.failed" : "integration.recovered",
    entity: "integrations",
    recordId: row.id,
    target: { status: to, ...(jobId && { jobId }) },
  });
}

/**
 * The vendor refuses our sign-in; `reason` says so and what to do, without secrets. The story does not repeat it: the
 * job that was refused tells it there. One that is paused, disabled or being configured stays so. Throws `integration_not_found`.
 */
export async function noteSignInRefused(
  tx: Tx,
  actor: Actor,
  id: string,
  reason: string,
  jobId?: string,
): Promise<void> {
  const row = await lockIntegration(tx, id);
  if (row.status !== "active" && row.status !== "error") return;
  await updateIntegrationRow(tx, { ...row, status: "error", statusReason: reason });
  if (row.status === "active") await recordStatus(tx, actor, row, { to: "error", jobId });
}

/** The vendor let us in: an integration in error is active again. Throws `integration_not_found`. */
export async function noteSignInAccepted(
  tx: Tx,
  actor: Actor,
  id: string,
  message: string,
  jobId?: string,
): Promise<void> {
  const row = await lockIntegration(tx, id);
  if (row.status !== "error") return;
  await updateIntegrationRow(tx, { ...row, status: "active", statusReason: null });
  await recordStatus(tx, actor, row, { to: "active", message, jobId });
}
