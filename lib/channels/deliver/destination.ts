/** Where a delivery goes, and how its receiver has fared of late. */
import type { Tx } from "@/lib/platform/db";
import type { SealedSecrets } from "../definition/secrets";
import type { ChannelStatus, DestinationDefinition } from "../schema";

export interface DestinationRow {
  readonly id: string;
  readonly organizationId: string;
  readonly definition: DestinationDefinition;
  readonly secrets: SealedSecrets;
  readonly heldUntil: Date | null;
  /** The channel's. */
  readonly status: ChannelStatus;
}

/** Where it leads outside, as messages name the other side; null where an integration or a webhook says so itself. */
export function addressOf(to: DestinationDefinition): string | null {
  if (to.kind === "http") return new URL(to.url).host;
  return to.kind === "mllp" ? `${to.host}:${to.port}` : null;
}

/** Who takes it from us within our own database: that happens in the transaction that settles the try. */
export function isHandedOver(to: DestinationDefinition): boolean {
  return to.kind === "webhook" || (to.kind === "integration" && to.use === "take");
}

export function lookUpDestination(tx: Tx, id: string): Promise<DestinationRow | undefined> {
  return tx.one<DestinationRow>(
    `select d.id, d.organization_id as "organizationId", d.definition, d.secrets, d.held_until as "heldUntil", c.status
       from channel_destinations d join channels c on c.id = d.channel_id where d.id = $1`,
    [id],
  );
}

/** Counts a try; answers how many failed since the last success. */
export async function countTry(tx: Tx, id: string, delivered: boolean): Promise<number> {
  const row = await tx.one<{ failures: number }>(
    `update channel_destinations set failures = case when $2 then 0 else failures + 1 end, held_until = null
      where id = $1 returning failures`,
    [id, delivered],
  );
  return row?.failures ?? 0;
}

/** Leaves a destination alone until `until`: what its receiver could not take now waits untried. */
export async function holdDestination(tx: Tx, id: string, until: Date): Promise<void> {
  await tx.execute("update channel_destinations set held_until = $2 where id = $1", [id, until]);
}

/** Lets a receiver be asked again at once. */
export async function releaseDestination(tx: Tx, id: string): Promise<void> {
  await tx.execute("update channel_destinations set held_until = null where id = $1", [id]);
}
