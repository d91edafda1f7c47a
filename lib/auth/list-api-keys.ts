import { withOrganizationPrisma } from "@/lib/platform/db";
import { type Paged, pageOf } from "@/lib/platform/list-page";
import type { Actor } from "./actor";
import { toApiKeyView } from "./api-key-view";
import type { ApiKeyView } from "./schema";

/** The keys that are not revoked, newest first; `next` is the id to go on after, or null at the end. */
export async function listApiKeys(
  actor: Actor,
  page: { limit: number; after?: string },
): Promise<Paged<ApiKeyView, string>> {
  const keys = await withOrganizationPrisma(actor, (prisma) =>
    prisma.apiKey.findMany({
      where: { revokedAt: null, id: page.after === undefined ? undefined : { lt: page.after } },
      orderBy: { id: "desc" },
      take: page.limit + 1,
    }),
  );
  return pageOf(keys.map(toApiKeyView), page.limit, ({ id }) => id);
}
