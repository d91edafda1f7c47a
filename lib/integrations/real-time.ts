/** Whether an integration's vendor is to tell of changes at once, and the job that sees to it. */
import type { SyncStrategy } from "@/lib/connectors/contract";
import { connectorById } from "@/lib/connectors/registry";
import type { Tx } from "@/lib/platform/db";
import { enqueue, scheduleTask, unscheduleTask } from "@/lib/queue";
import { keepSubscriptions } from "./jobs";
import type { IntegrationStatus } from "./schema";
import { lookAgain } from "./subscription-store";

/** What of an integration decides it. */
interface Settings {
  readonly syncStrategy: SyncStrategy;
  readonly syncEnabled: boolean;
  readonly status: IntegrationStatus;
}

interface Integration extends Settings {
  readonly id: string;
  readonly organizationId: string;
  readonly connectorId: string;
}

const lookEverySeconds = 60;

const taskName = (integrationId: string) => `subscriptions-${integrationId}`;

/** True while the vendor should have subscriptions of ours. */
export function isRealTime({ syncStrategy, syncEnabled, status }: Settings): boolean {
  return syncStrategy === "realtime" && syncEnabled && status === "active";
}

/** After each change of the settings or the status, in its transaction: has the vendor's side follow, and looked after. */
export async function followRealTime(tx: Tx, row: Integration): Promise<void> {
  if (!connectorById(row.connectorId)?.subscriptions) return;
  const { organizationId, id: integrationId } = row;
  const payload = { organizationId, integrationId };
  await lookAgain(tx, integrationId);
  await enqueue(tx, keepSubscriptions, payload, { organizationId });
  if (!isRealTime(row)) return;
  const name = taskName(integrationId);
  await scheduleTask(tx, {
    name,
    organizationId,
    job: keepSubscriptions,
    payload,
    everySeconds: lookEverySeconds,
  });
}

/** Nothing is left at the vendor that has to be looked after. */
export async function restRealTime(tx: Tx, integrationId: string): Promise<void> {
  await unscheduleTask(tx, taskName(integrationId));
}
