/** Makes records of messages: several together, each with an outcome of its own. */
import { type ActorRef, actorRef, systemActor } from "@/lib/auth";
import type { Connector, Entity } from "@/lib/connectors/contract";
import { receiverIn } from "@/lib/connectors/protocols/hl7v2-write";
import { findIntegration, loadConnectorContext } from "@/lib/integrations";
import { mappingsOf } from "@/lib/mapping";
import { openVault, type Vault } from "@/lib/platform/crypto";
import { databaseCode, refusesData, type Tx, withOrganization } from "@/lib/platform/db";
import { mapInTurns } from "@/lib/platform/turns";
import { rulesOf } from "../commit/conflict-rules";
import type { Mappings } from "../commit/map-page";
import type { Intake } from "../run/sync-run";
import { oneAlone } from "./alone";
import { commitMessages } from "./commit-messages";
import { type ReadMessage, readMessage } from "./convert";
import { knownBefore } from "./lay-over";
import { committableTogether, takeTurns } from "./turns";
import { nextMessages, type WaitingMessage } from "./waiting";

interface Place {
  readonly organizationId: string;
  readonly integrationId: string;
}

type Fence = (tx: Tx) => Promise<void>;

interface Claim {
  readonly name: string;
  readonly timeZone: string;
  readonly messages: readonly WaitingMessage[];
  readonly mappings: Mappings;
}

/** What may be processed now; undefined while the integration rests. */
function claim({ organizationId, integrationId }: Place, isAlone: boolean): Promise<Claim | undefined> {
  return withOrganization({ organizationId }, async (tx) => {
    const integration = await findIntegration(tx, integrationId);
    if (integration?.status !== "active") return undefined;
    const next = await nextMessages(tx, integrationId);
    const messages = isAlone ? await oneAlone(tx, next) : next;
    const organization = await tx.one<{ time_zone: string }>(
      "select time_zone from organizations where id = $1",
      [organizationId],
    );
    const mappings = await mappingsOf(tx, integrationId, messages[0]?.mappedBy ?? null);
    return { name: integration.name, timeZone: organization?.time_zone ?? "UTC", messages, mappings };
  });
}

/** Everything that is needed to process messages of an integration. */
interface Desk {
  readonly place: Place;
  readonly connector: Connector;
  readonly run: Intake;
  readonly mappings: Mappings;
  readonly isOn: (entity: Entity) => boolean;
  readonly takesAnswers: boolean;
  readonly isUnasked: boolean;
  readonly fence: Fence;
}

async function commit(desk: Desk, messages: readonly ReadMessage[]): Promise<void> {
  const { place, connector, run, mappings, isOn, fence } = desk;
  const known = await knownBefore(place, place.integrationId, run.vault, messages, isOn);
  const turns = await takeTurns({ connector, mappings, isOn }, known, messages);
  await commitMessages(run, { ...desk, turns }, fence);
}

function refused({ message }: ReadMessage, error: unknown): ReadMessage {
  const title = "PostgreSQL does not take what the message says";
  const detail = `It answered ${databaseCode(error)}.`;
  return { message, errors: [{ code: "record_refused", title, detail, path: null }] };
}

/** Commits messages together. When the database refuses what one of them says, each is committed alone. */
async function commitEach(desk: Desk, messages: readonly ReadMessage[]): Promise<void> {
  try {
    await commit(desk, messages);
  } catch (error) {
    if (!refusesData(error)) throw error;
    const [only] = messages;
    if (only && messages.length === 1) await commit(desk, [refused(only, error)]);
    else for (const message of messages) await commitEach(desk, [message]);
  }
}

function intakeOf(place: Place, by: ActorRef, vault: Vault, mappings: Mappings): Intake {
  const { organizationId, integrationId } = place;
  return {
    jobId: null,
    organizationId,
    integrationId,
    changedBy: by,
    vault,
    notesSeen: false,
    tells: false,
    remaps: false,
    rulesFor: (entity) => rulesOf(mappings.get(entity), integrationId),
  };
}

/**
 * Processes the messages whose turn it is, together or, as after a crash, one alone; answers whether there were any. Each
 * ends PROCESSED or FAILED in the transaction that writes what it tells.
 */
export async function processNext(place: Place, fence: Fence, isAlone = false): Promise<boolean> {
  const { organizationId, integrationId } = place;
  const claimed = await claim(place, isAlone);
  if (!claimed || claimed.messages.length === 0) return false;
  const { messages, mappings, name } = claimed;
  const { connector, context } = await loadConnectorContext(place, integrationId, "pull");
  const timeZone = connector.messageSender?.(context.config).timeZone ?? claimed.timeZone;
  const vault = await openVault(organizationId, "messages");
  const read = await mapInTurns(messages, (message) => readMessage(vault, message, timeZone));
  const by = actorRef(systemActor(organizationId, { kind: "system", id: integrationId, name }));
  const run = intakeOf(place, by, await openVault(organizationId, "resources"), mappings);
  const on = new Set(context.access.map(({ entity }) => entity));
  const isOn = (entity: Entity) => on.has(entity);
  const takesAnswers = receiverIn(context.config) !== undefined;
  const isUnasked = connector.pull === undefined;
  const desk = { place, connector, run, mappings, isOn, takesAnswers, isUnasked, fence };
  await commitEach(desk, committableTogether(read, isOn));
  return true;
}
