/** People and keys for tests: rows in the database, and the headers by which their requests are known. */
import { encode } from "next-auth/jwt";
import type { Permission, Role } from "@/lib/auth";
import { apiKeyHash } from "@/lib/auth/api-key-look-up";
import { sessionCookieName } from "@/lib/auth/session-cookie";
import { secret } from "@/lib/platform/env";
import { newId, randomToken } from "@/lib/platform/ids";
import type { Installation } from "@/lib/platform/testing/installation";

export interface Caller {
  readonly id: string;
  readonly organizationId: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Person extends Caller {
  readonly sessionId: string;
}

/** A key of an organization with these scopes. */
export async function addKey(
  { owner }: Pick<Installation, "owner">,
  organizationId: string,
  scopes: readonly Permission[],
): Promise<Caller> {
  const [id, key] = [newId(), `cl_${randomToken(32)}`];
  await owner.query(
    "insert into api_keys (id, organization_id, name, hash, hint, scopes) values ($1, $2, 'Test key', $3, 'test', $4)",
    [id, organizationId, apiKeyHash(key), scopes],
  );
  return { id, organizationId, headers: { authorization: `Bearer ${key}` } };
}

/** A signed-in person of an organization. */
export async function addPerson(
  { owner }: Pick<Installation, "owner">,
  organizationId: string,
  role: Role,
): Promise<Person> {
  const id = newId();
  await owner.query("insert into users (id, email, name) values ($1, $2, 'Mara Lindqvist')", [
    id,
    `${id}@example.org`,
  ]);
  await owner.query(
    "insert into memberships (id, organization_id, user_id, role, clinic_ids) values ($1, $2, $3, $4, '{}')",
    [newId(), organizationId, id, role],
  );
  const sessionId = newId();
  await owner.query(
    `insert into sessions (id, organization_id, user_id, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
    [sessionId, organizationId, id],
  );
  const token = await encode({ token: { sessionId }, secret: secret("NEXTAUTH_SECRET") });
  return { id, organizationId, sessionId, headers: { cookie: `${sessionCookieName()}=${token}` } };
}
