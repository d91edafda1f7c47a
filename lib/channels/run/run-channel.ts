/** Goes through what a channel has taken: several messages together, each with an end of its own, in one transaction. */
import { tellScreens } from "@/lib/messages";
import { openVault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { nudge } from "@/lib/queue";
import { lookUpChannel } from "../definition/channel-store";
import { mostHops } from "../hops";
import { type ChannelRef, claim } from "./claim";
import { goThrough, type Passed, type Plan } from "./go-through";
import { type Ended, keepOutcomes } from "./keep-outcomes";
import { asSenderMeans, type LoadedSource } from "./load-sources";

type Fence = (tx: Tx) => Promise<void>;

/** Tries alone of a message that may have ended its worker: workers end for other reasons too. */
const mostTries = 3;

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
    if (isSame) await keepOutcomes(tx, vault, channel, ended);
    // Last, because it locks the job's row in the queue, whose lease is renewed meanwhile.
    await fence(tx);
  });
  nudge();
  tellScreens(organizationId);
  return true;
}
