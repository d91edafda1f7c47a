/** How endpoints do, for those who show them in words of their own. */
import type { Tx } from "@/lib/platform/db";

export interface EndpointState {
  readonly id: string;
  readonly enabled: boolean;
  readonly disabledReason: string | null;
  /** Why the last try failed; null when it went well, or nothing was tried. */
  readonly lastError: string | null;
  /** It has not agreed yet to hear of anything. */
  readonly awaitsHandshake: boolean;
}

/** The states of those of `ids` that there are. */
export function endpointStates(tx: Tx, ids: readonly string[]): Promise<EndpointState[]> {
  return tx.query<EndpointState>(
    `select e.id, e.enabled, e.disabled_reason as "disabledReason", e.last_error as "lastError",
            exists (select 1 from webhook_deliveries d
                     where d.endpoint_id = e.id and d.event_type = 'handshake' and d.finished_at is null) as "awaitsHandshake"
       from webhook_endpoints e where e.id = any($1::uuid[])`,
    [ids],
  );
}
