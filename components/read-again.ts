import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Has what is on screen read again after a change, and answers once it is. A first reading that is still under way was
 * asked before the change: invalidating alone would take its answer for the new one.
 */
export async function readAgain(client: QueryClient, queryKey: QueryKey): Promise<void> {
  await client.cancelQueries({ queryKey });
  await client.invalidateQueries({ queryKey });
}
