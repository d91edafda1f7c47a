/** Lists of matches, newest first. */
import type { Actor } from "@/lib/auth";
import { withOrganization } from "@/lib/platform/db";
import { matchViews, selectMatches } from "./match-store";
import type { Match, MatchQuery } from "./schema";

/** Where a list goes on: the last row's own key. */
interface MatchPlace {
  readonly at: string;
  readonly id: string;
}

/** Matches that fit; `next` is null at the end. */
export async function listMatches(
  actor: Actor,
  { status, integrationId }: MatchQuery,
  limit: number,
  after: MatchPlace | null,
): Promise<{ data: Match[]; next: MatchPlace | null }> {
  return withOrganization(actor, async (tx) => {
    const rows = await selectMatches(
      tx,
      `where ($1::text is null or m.status = $1) and ($2::uuid is null or m.integration_id = $2)
         and ($3::timestamptz is null or (m.detected_at, m.id) < ($3, $4::uuid))
       order by m.detected_at desc, m.id desc limit $5`,
      [status ?? null, integrationId ?? null, after?.at ?? null, after?.id ?? null, limit + 1],
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const next = rows.length > limit && last ? { at: last.detected_at.toISOString(), id: last.id } : null;
    return { data: await matchViews(tx, shown), next };
  });
}
