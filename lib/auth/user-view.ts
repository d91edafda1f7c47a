import type { Membership, User } from "@/prisma/generated/client";
import { roleSchema, type UserView } from "./schema";

/** Everything a view of a person is made of, for Prisma's include. */
export const withUser = {
  user: { include: { sessions: { orderBy: { lastSeenAt: "desc" }, take: 1 } } },
} as const;

type MembershipWithUser = Membership & { user: User & { sessions: { lastSeenAt: Date }[] } };

export function toUserView({ user, role, clinicIds }: MembershipWithUser): UserView {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    role: roleSchema.parse(role),
    clinicIds,
    disabledAt: user.disabledAt?.toISOString() ?? null,
    lastSeenAt: user.sessions[0]?.lastSeenAt.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
  };
}
