/** Tries an integration step by step, in words for the person who set it up. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import type { TestCheck } from "@/lib/connectors/contract";
import { nowMs } from "@/lib/platform/clock";
import { withOrganization } from "@/lib/platform/db";
import { isCarelaneError } from "@/lib/platform/errors";
import { formatCount } from "@/lib/platform/format";
import { noteSignInAccepted } from "./connection-state";
import { loadConnectorContext } from "./connector-context";
import { recordIntegrationEvent } from "./integration-events";
import type { TestResult } from "./schema";

/** What the settings or the vendor refuse is an answer; what Carelane itself fails at is not. */
function refusal(error: unknown): TestCheck {
  if (!isCarelaneError(error) || error.owner === "carelane" || error.code === "integration_not_found")
    throw error;
  return { name: "Settings", ok: false, message: error.title, fix: error.detail };
}

async function runChecks(actor: Actor, id: string): Promise<TestCheck[]> {
  try {
    const { connector, context } = await loadConnectorContext(actor, id);
    return await connector.test(context);
  } catch (error) {
    return [refusal(error)];
  }
}

/**
 * Tests the connection; a refusal is a result, not an error. An integration in error that passes is active again.
 * Throws `integration_not_found`.
 */
export async function testConnection(actor: Actor, id: string): Promise<TestResult> {
  const startedAt = nowMs();
  const checks = await runChecks(actor, id);
  const latency = Math.round(nowMs() - startedAt);
  const failed = checks.find(({ ok }) => !ok);
  const message = failed ? failed.message : "Connection successful";
  await prepareAudit(actor.organizationId);
  await withOrganization(actor, async (tx) => {
    await recordIntegrationEvent(tx, actor, {
      integrationId: id,
      type: "tested",
      severity: failed ? "warning" : "info",
      message: failed ? `Test failed at «${failed.name}»` : `Test passed in ${formatCount(latency)} ms`,
    });
    await recordAudit(tx, actor, {
      action: "integration.tested",
      entity: "integrations",
      recordId: id,
      target: { success: !failed },
    });
    if (!failed) await noteSignInAccepted(tx, actor, id, "The connection test passed");
  });
  return { success: !failed, message, latency, checks };
}
