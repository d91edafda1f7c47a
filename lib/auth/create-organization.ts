/** The beginning of an installation: an organization and its first admin. */
import { isUniqueViolation, withSystem } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { authErrors } from "./errors";
import { hashPassword } from "./password-hash";
import { assertStrongPassword } from "./password-rules";

interface NewOrganization {
  readonly code: string;
  readonly name: string;
  readonly timeZone: string;
  readonly admin: { readonly email: string; readonly name: string; readonly password: string };
}

/** Makes both or neither. Throws `email_taken`, `organization_taken`, `password_weak`. */
export async function createOrganization(given: NewOrganization): Promise<{ organizationId: string }> {
  const { code, name, timeZone, admin } = given;
  assertStrongPassword(admin.password, admin);
  const passwordHash = await hashPassword(admin.password);
  const [organizationId, userId] = [newId(), newId()];
  try {
    await withSystem("seed", async (tx) => {
      await tx.execute("insert into organizations (id, code, name, time_zone) values ($1, $2, $3, $4)", [
        organizationId,
        code,
        name,
        timeZone,
      ]);
      await tx.execute("insert into users (id, email, name, password_hash) values ($1, $2, $3, $4)", [
        userId,
        admin.email.toLowerCase(),
        admin.name,
        passwordHash,
      ]);
      await tx.execute(
        "insert into memberships (id, organization_id, user_id, role) values ($1, $2, $3, 'admin')",
        [newId(), organizationId, userId],
      );
    });
  } catch (cause) {
    if (isUniqueViolation(cause, "users_email_key")) throw authErrors.email_taken({ cause });
    if (isUniqueViolation(cause)) throw authErrors.organization_taken({ cause });
    throw cause;
  }
  return { organizationId };
}
