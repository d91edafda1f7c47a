/** What goes to and fro between an integration and us as messages: where it is to send them, and how many come and go. */
import type { Actor } from "@/lib/auth";
import type { Connector, MessageReceiver } from "@/lib/connectors/contract";
import { receiverIn } from "@/lib/connectors/protocols/hl7v2-write";
import { findIntegration, integrationErrors, loadConnectorContext } from "@/lib/integrations";
import { nowMs } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { isCarelaneError } from "@/lib/platform/errors";
import { type MessageDirection, type MessageTraffic, mostMessagesCounted } from "./schema";

const dayMs = 86_400_000;

/** Our own MLLP ports, as others reach them: who listens at every address does so at the host that people open. */
function ownPorts(): MessageTraffic["mllp"] {
  const { MLLP_HOST, MLLP_PORT, MLLP_TLS_PORT, NEXTAUTH_URL } = env();
  const isEvery = ["0.0.0.0", "::"].includes(MLLP_HOST);
  const host = isEvery ? new URL(NEXTAUTH_URL).hostname : MLLP_HOST;
  return { host, port: MLLP_PORT, tlsPort: MLLP_TLS_PORT ?? null };
}

function senderOf(connector: Connector, config: unknown): MessageTraffic["sender"] {
  const sender = connector.messageSender?.(config);
  if (!sender) return null;
  const { application, facility, peer = null, certificate = null } = sender;
  return { application, facility, peer, certificate };
}

function addressOf(to: MessageReceiver | undefined): string | null {
  if (!to) return null;
  return "url" in to ? to.url : `${to.host}:${to.port}`;
}

/** What its settings say of messages; nothing while they are not complete. */
async function settingsOf(actor: Actor, id: string): Promise<Pick<MessageTraffic, "sender" | "address">> {
  try {
    const { connector, context } = await loadConnectorContext(actor, id);
    return { sender: senderOf(connector, context.config), address: addressOf(receiverIn(context.config)) };
  } catch (error) {
    if (isCarelaneError(error) && error.code === "credentials_incomplete") {
      return { sender: null, address: null };
    }
    throw error;
  }
}

/** The newest that goes this way, looked for among so many that no other traffic makes it dear. */
const newest = `select m.received_at as at
  from (select received_at, direction from messages where integration_id = $1 order by id desc limit ${mostMessagesCounted}) m
 where m.direction = $2 limit 1`;

async function countOf(
  tx: Tx,
  integrationId: string,
  direction: MessageDirection,
  condition: string,
  value: unknown,
): Promise<number> {
  const row = await tx.one<{ count: number }>(
    `select count(*)::int as count
       from (select 1 from messages where integration_id = $1 and direction = $2 and ${condition}
              limit ${mostMessagesCounted}) m`,
    [integrationId, direction, value],
  );
  return row?.count ?? 0;
}

async function flowOf(
  tx: Tx,
  integrationId: string,
  direction: MessageDirection,
  since: Date,
): Promise<MessageTraffic["in"]> {
  const count = (condition: string, value: unknown) =>
    countOf(tx, integrationId, direction, condition, value);
  const [last, lastDay, waiting, failed, dead] = await Promise.all([
    tx.one<{ at: Date }>(newest, [integrationId, direction]),
    count("id >= first_id_at($3::timestamptz)", since),
    count("processing = $3", direction === "in" ? "RECEIVED" : "PROCESSING"),
    count("processing = $3", "FAILED"),
    count("processing = $3", "DEAD"),
  ]);
  return { lastAt: last?.at.toISOString() ?? null, lastDay, waiting, failed, dead };
}

/** The messages of an integration in figures. Throws `integration_not_found`. */
export async function readTraffic(actor: Actor, integrationId: string): Promise<MessageTraffic> {
  const since = new Date(nowMs() - dayMs);
  const flows = await withOrganization(actor, async (tx) => {
    if (!(await findIntegration(tx, integrationId))) throw integrationErrors.integration_not_found();
    const flow = (direction: MessageDirection) => flowOf(tx, integrationId, direction, since);
    return { in: await flow("in"), out: await flow("out") };
  });
  return {
    mllp: ownPorts(),
    ...(await settingsOf(actor, integrationId)),
    since: since.toISOString(),
    ...flows,
  };
}
