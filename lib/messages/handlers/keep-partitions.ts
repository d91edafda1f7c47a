import { withSystem } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { handle } from "@/lib/queue";
import { keepPartitions } from "../jobs";

export const keepPartitionsHandler = handle(keepPartitions, async () => {
  await withSystem("retention", (tx) =>
    tx.execute("select keep_message_partitions($1)", [env().MESSAGE_RETENTION_DAYS]),
  );
});
