/** What a channel goes through next, with the version by which it does. */
import { recordAudit } from "@/lib/audit";
import type { Vault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { type ChannelRow, channelActor, lookUpChannel, stopWithProblem } from "../definition/channel-store";
import { lookupsOf, problemsOf } from "../definition/check-definition";
import { type Plan, planOf } from "./go-through";
import { type LoadedSource, loadSources } from "./load-sources";
import { nextTaken, noteTries } from "./run-store";

export interface ChannelRef {
  readonly organizationId: string;
  readonly channelId: string;
}

/** Messages gone through together. */
const most = 50;

export interface Claim {
  readonly channel: ChannelRow;
  readonly plan: Plan;
  readonly sources: readonly LoadedSource[];
}

/** Whether the channel can run; one that cannot stands still from here on, and says why. */
async function mayRun(tx: Tx, channel: ChannelRow): Promise<boolean> {
  const [problem] = await problemsOf(tx, channel.definition);
  if (!problem) return true;
  if (await stopWithProblem(tx, channel, `${problem.path}: ${problem.message}`)) {
    await recordAudit(tx, channelActor(channel), {
      action: "channel.failed",
      entity: "channels",
      recordId: channel.id,
      target: { place: problem.path },
    });
  }
  return false;
}

/**
 * What is gone through next; undefined where there is nothing, or the channel does not run. `isAlone` is after a crash: one
 * message, whose try is noted before it.
 */
export function claim(
  { organizationId, channelId }: ChannelRef,
  vault: Vault,
  isAlone: boolean,
): Promise<Claim | undefined> {
  return withOrganization({ organizationId }, async (tx) => {
    const channel = await lookUpChannel(tx, channelId);
    if (channel?.status !== "RUNNING") return undefined;
    const taken = await nextTaken(tx, channelId, isAlone ? 1 : most);
    if (taken.length === 0 || !(await mayRun(tx, channel))) return undefined;
    const messageIds = taken.map(({ messageId }) => messageId);
    if (isAlone) await noteTries(tx, channelId, messageIds);
    return {
      channel,
      plan: planOf(channel.definition, await lookupsOf(tx, channel.definition.mapping)),
      sources: await loadSources(tx, vault, organizationId, taken),
    };
  });
}
