import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { readAgain } from "@/components/read-again";
import { statisticsKey } from "@/components/sync/use-sync-statistics";

/** Has everything read again that a decision changes: the questions under `key`, their number, and the records they are about. */
export async function readDecidedAgain(client: QueryClient, key: QueryKey): Promise<void> {
  await Promise.all([
    readAgain(client, key),
    client.invalidateQueries({ queryKey: statisticsKey }),
    client.invalidateQueries({ queryKey: ["records"] }),
  ]);
}
