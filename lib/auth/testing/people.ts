/** People of an organization, for tests, and the requests of their browsers. */
import { encode } from "next-auth/jwt";
import { now } from "@/lib/platform/clock";
import { withSystem } from "@/lib/platform/db";
import { secret } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "../actor";
import { authenticateHeaders } from "../authenticate";
import { hashPassword } from "../password-hash";
import type { Role } from "../permissions";
import { sessionCookieName } from "../session-cookie";
import { insertSession } from "../session-store";

export const password = "correct horse battery staple";

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly organizationId: string;
}

/** Adds a person who signs in with `password`. */
export async function addPerson(
  organizationId: string,
  role: Role,
  clinicIds: string[] = [],
): Promise<Person> {
  const id = newId();
  const email = `${id}@example.org`;
  const passwordHash = await hashPassword(password);
  await withSystem("seed", async (tx) => {
    await tx.execute(
      "insert into users (id, email, name, password_hash) values ($1, $2, 'Mara Lindqvist', $3)",
      [id, email, passwordHash],
    );
    await tx.execute(
      "insert into memberships (id, organization_id, user_id, role, clinic_ids, created_at) values ($1, $2, $3, $4, $5, $6)",
      [newId(), organizationId, id, role, clinicIds, now()],
    );
  });
  return { id, email, organizationId };
}

/** The headers of a browser whose cookie holds this session. */
export async function browserHeaders(sessionId: string): Promise<Headers> {
  const value = await encode({ token: { sessionId }, secret: secret("NEXTAUTH_SECRET") });
  return new Headers({ cookie: `other=1; ${sessionCookieName()}=${value}` });
}

/** Signs a person in; answers the session and the headers of the browser. */
export async function openBrowser(
  person: Person,
  shared = false,
): Promise<{ sessionId: string; headers: Headers }> {
  const sessionId = await withSystem("seed", (tx) =>
    insertSession(tx, { organizationId: person.organizationId, userId: person.id, shared }),
  );
  return { sessionId, headers: await browserHeaders(sessionId) };
}

/** A person of the role, signed in. */
export async function signedIn(organizationId: string, role: Role): Promise<Actor> {
  const { headers } = await openBrowser(await addPerson(organizationId, role));
  const actor = await authenticateHeaders(headers);
  if (!actor) throw new Error("the person is not signed in");
  return actor;
}
