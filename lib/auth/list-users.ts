import { withOrganizationPrisma } from "@/lib/platform/db";
import type { Actor } from "./actor";
import type { UserView } from "./schema";
import { toUserView, withUser } from "./user-view";

/** The people of the organization, newest first; `next` is the id to go on after, or null at the end. */
export async function listUsers(
  actor: Actor,
  page: { limit: number; after?: string },
): Promise<{ data: UserView[]; next: string | null }> {
  const memberships = await withOrganizationPrisma(actor, (prisma) =>
    prisma.membership.findMany({
      where: { userId: page.after === undefined ? undefined : { lt: page.after } },
      include: withUser,
      orderBy: { userId: "desc" },
      take: page.limit + 1,
    }),
  );
  const data = memberships.slice(0, page.limit).map(toUserView);
  return { data, next: memberships.length > page.limit ? (data.at(-1)?.id ?? null) : null };
}
