/** Keeps the logs of channels from growing for ever. What waits is never deleted. */
import { handle, sweep } from "@/lib/queue";
import { sweepChannels } from "../jobs";

/** Deletes at most $1 rows that ended a month ago. */
const outdated = ["channel_messages", "channel_deliveries"].map(
  (table) => `delete from ${table} where ctid = any (array(
    select ctid from ${table} where ended_at < now() - interval '30 days' limit $1))`,
);

export const sweepChannelsHandler = handle(sweepChannels, (context) => sweep(context, outdated));
