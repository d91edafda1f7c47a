import { withOrganizationPrisma } from "@/lib/platform/db";
import { type Paged, pageOf } from "@/lib/platform/list-page";
import type { Actor } from "./actor";
import type { UserView } from "./schema";
import { toUserView, withUser } from "./user-view";

/** The people of the organization, newest first; `next` is the id to go on after, or null at the end. */
export async function listUsers(
  actor: Actor,
  page: { limit: number; after?: string },
): Promise<Paged<UserView, string>> {
  const memberships = await withOrganizationPrisma(actor, (prisma) =>
    prisma.membership.findMany({
      where: { userId: page.after === undefined ? undefined : { lt: page.after } },
      include: withUser,
      orderBy: { userId: "desc" },
      take: page.limit + 1,
    }),
  );
  return pageOf(memberships.map(toUserView), page.limit, ({ id }) => id);
}
