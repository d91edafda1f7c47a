import { withOrganizationPrisma } from "@/lib/platform/db";
import type { Actor } from "./actor";
import { toApiKeyView } from "./api-key-view";
import type { ApiKeyView } from "./schema";

/** The keys that are not revoked, newest first; `next` is the id to go on after, or null at the end. */
export async function listApiKeys(
  actor: Actor,
  page: { limit: number; after?: string },
): Promise<{ data: ApiKeyView[]; next: string | null }> {
  const keys = await withOrganizationPrisma(actor, (prisma) =>
    prisma.apiKey.findMany({
      where: { revokedAt: null, id: page.after === undefined ? undefined : { lt: page.after } },
      orderBy: { id: "desc" },
      take: page.limit + 1,
    }),
  );
  const data = keys.slice(0, page.limit).map(toApiKeyView);
  return { data, next: keys.length > page.limit ? (data.at(-1)?.id ?? null) : null };
}
