/** One match with its candidates. */
import type { Actor } from "@/lib/auth";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { syncErrors } from "../errors";
import { matchViews, selectMatches } from "./match-store";
import type { Match } from "./schema";

/** The match as it stands in this transaction. Throws `match_not_found`. */
export async function viewMatch(tx: Tx, id: string): Promise<Match> {
  const [view] = await matchViews(tx, await selectMatches(tx, "where m.id = $1", [id]));
  if (!view) throw syncErrors.match_not_found();
  return view;
}

/** The match as it stands. Throws `match_not_found`. */
export function readMatch(actor: Actor, id: string): Promise<Match> {
  return withOrganization(actor, (tx) => viewMatch(tx, id));
}
