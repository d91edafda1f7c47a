/** Reading channels and their versions. */
import type { Actor } from "@/lib/auth";
import { withOrganization } from "@/lib/platform/db";
import { type Paged, pageOf, type TimePlace } from "@/lib/platform/list-page";
import type { ChannelQuery, ChannelVersionView, ChannelView } from "../schema";
import { channelView, channelViews, findChannel, versionViews } from "./channel-store";

/** A page of channels, newest first. */
export async function listChannels(
  actor: Actor,
  query: ChannelQuery,
  limit: number,
  after: TimePlace | null,
): Promise<Paged<ChannelView>> {
  const rows = await withOrganization(actor, (tx) => channelViews(tx, query, limit, after));
  return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
}

/** One channel. Throws `channel_not_found`. */
export function readChannel(actor: Actor, id: string): Promise<ChannelView> {
  return withOrganization(actor, (tx) => channelView(tx, id));
}

/** A page of a channel's versions, newest first. Throws `channel_not_found`. */
export async function listVersions(
  actor: Actor,
  id: string,
  limit: number,
  before: number | null,
): Promise<Paged<ChannelVersionView, number>> {
  const rows = await withOrganization(actor, async (tx) =>
    versionViews(tx, (await findChannel(tx, id)).id, limit, before),
  );
  return pageOf(rows, limit, ({ version }) => version);
}
