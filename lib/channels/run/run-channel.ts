/** Goes through what a channel has taken: several messages together, each with an end of its own, in one transaction. */
import { recordAudit } from "@/lib/audit";
import { systemActor } from "@/lib/auth";
import { factsOf, insertMessages, insertOutgoing, readBody, tellScreens } from "@/lib/messages";
import { now } from "@/lib/platform/clock";
import { openVault, type Vault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { nudge } from "@/lib/queue";
import { callDestinations } from "../call";
import { type ChannelRow, lookUpChannel, stopWithProblem } from "../definition/channel-store";
import { lookupsOf, problemsOf } from "../definition/check-definition";
import { insertDelivery } from "../deliver/delivery-store";
import { addressOf } from "../deliver/destination";
import { mostHops } from "../hops";
import type { DestinationDefinition } from "../schema";
import { goThrough, type Passed, type Plan, planOf } from "./go-through";
import { asSenderMeans, type LoadedSource, loadSource } from "./load-source";
import type { ChannelOutput } from "./output";
import { endTaken, nextTaken, noteTries, type TakenEnd } from "./run-store";

export interface ChannelRef {
  readonly organizationId: string;
  readonly channelId: string;
}

type Fence = (tx: Tx) => Promise<void>;

/** Messages gone through together. */
const most = 50;

/** Tries alone of a message that may have ended its worker: workers end for other reasons too. */
const mostTries = 3;

interface Claim {
  readonly channel: ChannelRow;
  readonly plan: Plan;
  readonly sources: readonly LoadedSource[];
}

const carelane = ({ organizationId, id, name }: ChannelRow) =>
  systemActor(organizationId, { kind: "system", id, name });

/** What is gone through next; undefined where there is nothing, or the channel does not run. */
function claim(
  { organizationId, channelId }: ChannelRef,
  vault: Vault,
  isAlone: boolean,
): Promise<Claim | undefined> {
  return withOrganization({ organizationId }, async (tx) => {
    const channel = await lookUpChannel(tx, channelId);
    if (channel?.status !== "RUNNING") return undefined;
    const taken = await nextTaken(tx, channelId, isAlone ? 1 : most);
    if (taken.length === 0) return undefined;
    if (isAlone)
      await noteTries(
        tx,
        channelId,
        taken.map(({ messageId }) => messageId),
      );
    const [problem] = await problemsOf(tx, channel.definition);
    if (problem) {
      await stopWithProblem(tx, channel, `${problem.path}: ${problem.message}`);
      await recordAudit(tx, carelane(channel), {
        action: "channel.failed",
        entity: "channels",
        recordId: channelId,
        target: { place: problem.path },
      });
      return undefined;
    }
    const organization = await tx.one<{ timeZone: string }>(
      `select time_zone as "timeZone" from organizations where id = $1`,
      [organizationId],
    );
    const timeZone = organization?.timeZone ?? "UTC";
    const sources: LoadedSource[] = [];
    for (const row of taken) sources.push(await loadSource(tx, vault, row, timeZone));
    return {
      channel,
      plan: planOf(channel.definition, await lookupsOf(tx, channel.definition.mapping)),
      sources,
    };
  });
}

async function pass(plan: Plan, loaded: LoadedSource): Promise<Passed> {
  const { row } = loaded;
  const source = await asSenderMeans(loaded);
  const refused = (message: string): Passed => ({ state: "FAILED", errors: [{ path: "", message }] });
  if (!source) return refused("The message is not kept any more.");
  if (row.tries >= mostTries) {
    return refused(
      "It ended the worker again and again: look at what is unusual about it, such as its size.",
    );
  }
  if (row.hops >= mostHops) {
    return refused(
      `It came through ${row.hops} channels already, and would go round for ever: change the source of one of them.`,
    );
  }
  return goThrough(plan, source);
}

interface Ended {
  readonly loaded: LoadedSource;
  readonly passed: Passed;
}

/** The messages of events, which had none so far. */
async function keepEvents(
  tx: Tx,
  vault: Vault,
  { organizationId }: ChannelRow,
  ended: readonly Ended[],
): Promise<void> {
  const messages = ended.flatMap(({ loaded: { row, source, event, keys } }) => {
    if (!event || !source) return [];
    const found = [{ parameter: "patient", value: String(source.patient?.id ?? event.recordId) }] as const;
    return [
      {
        id: row.messageId,
        organizationId,
        integrationId: null,
        kind: "event" as const,
        type: row.type,
        controlId: null,
        sender: null,
        body: source.body,
        receivedAt: row.takenAt,
        flags: [],
        found,
        keys,
        processing: "RECEIVED" as const,
        ack: { code: null, state: "NOT_OWED" as const, text: null },
        answer: null,
      },
    ];
  });
  await insertMessages(tx, vault, messages);
}

/** An output as a message of its own for one destination, and its delivery. */
async function addOutput(
  tx: Tx,
  vault: Vault,
  channel: ChannelRow,
  destination: DestinationDefinition,
  { row, lanes, keys }: LoadedSource,
  { kind, body }: ChannelOutput,
): Promise<void> {
  const { organizationId, id: channelId } = channel;
  const plain = { type: row.type, controlId: null, flags: [], found: [], keys };
  const id = await insertOutgoing(tx, vault, {
    organizationId,
    integrationId: destination.kind === "integration" ? destination.integrationId : null,
    kind,
    ...(kind === "hl7v2" ? factsOf(readBody(body)) : plain),
    sender: addressOf(destination),
    body,
    nextAttemptAt: now(),
  });
  await insertDelivery(tx, {
    id,
    channelId,
    destinationId: destination.id,
    organizationId,
    sourceMessageId: row.messageId,
    lanes,
    hops: row.hops + 1,
  });
}

/** That a record leaves us is kept, as when somebody reads it. */
async function auditDisclosure(tx: Tx, channel: ChannelRow, { row }: LoadedSource): Promise<void> {
  const { event } = row;
  if (!event) return;
  await recordAudit(tx, carelane(channel), {
    action: "records.sent",
    entity: event.entity,
    recordId: event.recordId,
    target: { messageId: row.messageId, version: event.version ?? null },
  });
}

async function commit(tx: Tx, vault: Vault, channel: ChannelRow, ended: readonly Ended[]): Promise<void> {
  const { destinations } = channel.definition;
  await keepEvents(tx, vault, channel, ended);
  for (const { loaded, passed } of ended) {
    if (passed.state !== "ROUTED") continue;
    for (const destination of destinations) {
      await addOutput(tx, vault, channel, destination, loaded, passed.output);
    }
    if (destinations.length > 0) await auditDisclosure(tx, channel, loaded);
  }
  const ends = ended.map(({ loaded, passed }): TakenEnd => {
    const errors = passed.state === "FAILED" ? passed.errors : [];
    return { messageId: loaded.row.messageId, state: passed.state, errors };
  });
  await endTaken(tx, channel.id, channel.version, ends);
  const isRouted = ends.some(({ state }) => state === "ROUTED");
  if (isRouted)
    await callDestinations(
      tx,
      channel.organizationId,
      destinations.map(({ id }) => id),
    );
}

/**
 * Goes through the oldest messages that wait; answers whether there were any. What a version made is kept only if it is
 * still the channel's: else the same messages are gone through again, by the new one. After a crash they are gone through
 * one by one. The caller has prepared the trail.
 */
export async function runNext(ref: ChannelRef, fence: Fence, isAlone = false): Promise<boolean> {
  const { organizationId, channelId } = ref;
  const vault = await openVault(organizationId, "messages");
  const claimed = await claim(ref, vault, isAlone);
  if (!claimed) return false;
  const { channel, plan, sources } = claimed;
  const ended: Ended[] = [];
  for (const loaded of sources) ended.push({ loaded, passed: await pass(plan, loaded) });
  await withOrganization({ organizationId }, async (tx) => {
    const present = await lookUpChannel(tx, channelId, "share");
    const isSame = present?.status === "RUNNING" && present.version === channel.version;
    if (isSame) await commit(tx, vault, channel, ended);
    // Last, because it locks the job's row in the queue, whose lease is renewed meanwhile.
    await fence(tx);
  });
  nudge();
  tellScreens(organizationId);
  return true;
}
