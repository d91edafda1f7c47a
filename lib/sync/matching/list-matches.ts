/** Lists of matches, newest first. */
import type { Actor } from "@/lib/auth";
import { withOrganization } from "@/lib/platform/db";
import { type Paged, pageOf, type TimePlace } from "@/lib/platform/list-page";
import { matchViews, selectMatches } from "./match-store";
import type { Match, MatchQuery } from "./schema";

/** Matches that fit. */
export async function listMatches(
  actor: Actor,
  { status, integrationId }: MatchQuery,
  limit: number,
  after: TimePlace | null,
): Promise<Paged<Match>> {
  return withOrganization(actor, async (tx) => {
    const rows = await selectMatches(
      tx,
      `where ($1::text is null or m.status = $1) and ($2::uuid is null or m.integration_id = $2)
         and ($3::timestamptz is null or (m.detected_at, m.id) < ($3, $4::uuid))
       order by m.detected_at desc, m.id desc limit $5`,
      [status ?? null, integrationId ?? null, after?.at ?? null, after?.id ?? null, limit + 1],
    );
    const { data, next } = pageOf(rows, limit, (row) => ({ at: row.detected_at.toISOString(), id: row.id }));
    return { data: await matchViews(tx, data), next };
  });
}
