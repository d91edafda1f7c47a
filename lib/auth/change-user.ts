import { prepareAudit, recordAudit } from "@/lib/audit";
import type { AuditDetails } from "@/lib/audit/schema";
import { now } from "@/lib/platform/clock";
import { type PrismaTx, withOrganizationPrisma } from "@/lib/platform/db";
import { announceAccessChange } from "./access-changes";
import type { Actor } from "./actor";
import { assertMayGrant } from "./assert-may-grant";
import { authErrors } from "./errors";
import { hashPassword } from "./password-hash";
import { assertStrongPassword } from "./password-rules";
import { permissionsOf } from "./permissions";
import type { UserChange, UserView } from "./schema";
import { toUserView, withUser } from "./user-view";

async function readUser(prisma: PrismaTx, actor: Actor, userId: string): Promise<UserView> {
  const membership = await prisma.membership.findUnique({
    where: { organizationId_userId: { organizationId: actor.organizationId, userId } },
    include: withUser,
  });
  if (!membership) throw authErrors.user_not_found({ detail: "The list of people shows who there is." });
  return toUserView(membership);
}

// Two admins who take each other's role at the same moment must not both succeed.
async function lockAdmins(prisma: PrismaTx): Promise<void> {
  await prisma.$queryRaw`select id from memberships where role = 'admin' order by id for update`;
}

async function assertAdminLeft(prisma: PrismaTx): Promise<void> {
  const admins = await prisma.membership.count({ where: { role: "admin", user: { disabledAt: null } } });
  if (admins === 0) throw authErrors.last_admin({ detail: "Make somebody else an admin first." });
}

async function newHash(user: UserView, { password, name }: UserChange): Promise<string | undefined> {
  if (password === undefined) return undefined;
  assertStrongPassword(password, { email: user.email, name: name ?? user.name });
  return hashPassword(password);
}

function disabledAt(user: UserView, disabled: boolean | undefined): Date | null | undefined {
  if (disabled === undefined || disabled === (user.disabledAt !== null)) return undefined;
  return disabled ? now() : null;
}

async function apply(prisma: PrismaTx, actor: Actor, user: UserView, change: UserChange): Promise<void> {
  await prisma.user.update({
    where: { id: user.id },
    data: {
      name: change.name,
      disabledAt: disabledAt(user, change.disabled),
      passwordHash: await newHash(user, change),
    },
  });
  await prisma.membership.update({
    where: { organizationId_userId: { organizationId: actor.organizationId, userId: user.id } },
    data: { role: change.role, clinicIds: change.clinicIds },
  });
  if (change.disabled || change.password !== undefined) {
    await prisma.session.updateMany({
      where: { userId: user.id, revokedAt: null, id: { not: actor.sessionId } },
      data: { revokedAt: now() },
    });
  }
}

/** What stands in the trail: new states, and of a password only that it is another. */
function auditDetails({ password, name, ...states }: UserChange): AuditDetails {
  const set = Object.entries(states).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(set),
    ...(name !== undefined && { renamed: true }),
    ...(password !== undefined && { passwordChanged: true }),
  };
}

function actionOf({ disabled }: UserChange): string {
  if (disabled === undefined) return "user.changed";
  return disabled ? "user.disabled" : "user.enabled";
}

/**
 * Changes a person's name, role, clinics, state or password. Disabling ends every session at once, a new
 * password every other one. Throws `user_not_found`, `last_admin`, `password_weak`, `beyond_your_rights`.
 */
export async function changeUser(actor: Actor, userId: string, change: UserChange): Promise<UserView> {
  await prepareAudit(actor.organizationId);
  const changed = await withOrganizationPrisma(actor, async (prisma, tx) => {
    await lockAdmins(prisma);
    const user = await readUser(prisma, actor, userId);
    assertMayGrant(actor, [...permissionsOf(user.role), ...permissionsOf(change.role ?? user.role)]);
    await apply(prisma, actor, user, change);
    await assertAdminLeft(prisma);
    await recordAudit(tx, actor, {
      action: actionOf(change),
      entity: "user",
      recordId: userId,
      target: auditDetails(change),
    });
    return readUser(prisma, actor, userId);
  });
  await announceAccessChange({ organizationId: actor.organizationId, userId });
  return changed;
}
