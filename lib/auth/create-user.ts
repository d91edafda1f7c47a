import { prepareAudit, recordAudit } from "@/lib/audit";
import { now } from "@/lib/platform/clock";
import { isPrismaUniqueViolation, withOrganizationPrisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "./actor";
import { assertMayGrant } from "./assert-may-grant";
import { authErrors } from "./errors";
import { hashPassword } from "./password-hash";
import { assertStrongPassword } from "./password-rules";
import { permissionsOf } from "./permissions";
import type { NewUser, UserView } from "./schema";
import { toUserView, withUser } from "./user-view";

async function insertUser(actor: Actor, user: NewUser, passwordHash: string | null): Promise<UserView> {
  const { email, name, role, clinicIds } = user;
  const userId = newId();
  return withOrganizationPrisma(actor, async (prisma, tx) => {
    // createMany, because row-level security shows a user only once the membership below exists.
    await prisma.user.createMany({ data: [{ id: userId, email, name, passwordHash, createdAt: now() }] });
    const membership = await prisma.membership.create({
      data: { id: newId(), organizationId: actor.organizationId, userId, role, clinicIds, createdAt: now() },
      include: withUser,
    });
    await recordAudit(tx, actor, {
      action: "user.created",
      entity: "user",
      recordId: userId,
      target: { role, clinicIds },
    });
    return toUserView(membership);
  });
}

/** Adds a person. Throws `email_taken`, `password_weak`, or `beyond_your_rights` for a role above one's own. */
export async function createUser(actor: Actor, user: NewUser): Promise<UserView> {
  assertMayGrant(actor, permissionsOf(user.role));
  if (user.password !== undefined) assertStrongPassword(user.password, user);
  const passwordHash = user.password === undefined ? null : await hashPassword(user.password);
  await prepareAudit(actor.organizationId);
  try {
    return await insertUser(actor, user, passwordHash);
  } catch (cause) {
    if (!isPrismaUniqueViolation(cause)) throw cause;
    throw authErrors.email_taken({
      detail: "Give another address.",
      errors: [{ path: "email", message: "Somebody signs in with this address" }],
    });
  }
}
