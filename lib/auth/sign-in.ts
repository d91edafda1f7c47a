/** Starting and ending a person's session. Every way in and out passes here and stands in the trail. */
import { z } from "zod";
import { prepareAudit, recordAudit } from "@/lib/audit";
import { withSystem } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import { announceAccessChange } from "./access-changes";
import type { ActorRef } from "./actor";
import { verifyPassword } from "./password-hash";
import { maxPasswordLength } from "./password-length";
import { insertSession, revokeSession } from "./session-store";
import { countSignInTry, forgetSignInTries } from "./sign-in-throttle";

const log = createLogger("auth");

/** An e-mail address as accounts are known by: lower case, without blanks around it. */
const accountEmailSchema = z.string().trim().toLowerCase().max(254);

export const credentialsSchema = z.object({
  email: accountEmailSchema,
  password: z.string().min(1).max(maxPasswordLength),
  /** A shared computer; forms send it as text. */
  shared: z.stringbool().catch(false),
});
type Credentials = z.infer<typeof credentialsSchema>;

interface Account {
  userId: string;
  name: string;
  passwordHash: string | null;
  organizationId: string;
}

// A person of several organizations starts in the one joined first.
function findAccount(email: string): Promise<Account | undefined> {
  return withSystem("sign-in", (tx) =>
    tx.one<Account>(
      `select u.id as "userId", u.name, u.password_hash as "passwordHash", m.organization_id as "organizationId"
         from users u join memberships m on m.user_id = u.id
        where u.email = $1 and u.disabled_at is null
        order by m.created_at, m.id limit 1`,
      [email],
    ),
  );
}

function refOf(account: Account): ActorRef & { organizationId: string } {
  return { kind: "user", id: account.userId, name: account.name, organizationId: account.organizationId };
}

async function openSession(account: Account, shared: boolean, way: string): Promise<string> {
  await prepareAudit(account.organizationId);
  return withSystem("sign-in", async (tx) => {
    const sessionId = await insertSession(tx, { ...account, shared });
    await recordAudit(tx, refOf(account), {
      action: "session.started",
      entity: "session",
      recordId: sessionId,
      target: { shared, way },
    });
    return sessionId;
  });
}

async function recordRefusal(account: Account): Promise<void> {
  await prepareAudit(account.organizationId);
  await withSystem("sign-in", (tx) =>
    recordAudit(tx, refOf(account), {
      action: "session.refused",
      entity: "user",
      recordId: account.userId,
    }),
  );
}

/**
 * Starts a session for an e-mail address and password. Answers its id, or undefined for anything wrong with
 * them, in the same time whether the account exists or not. Throws `too_many_sign_ins`.
 */
export async function signInWithPassword(
  credentials: Credentials,
  address: string,
): Promise<string | undefined> {
  const { email, password, shared } = credentials;
  await countSignInTry(email, address);
  const account = await findAccount(email);
  const isRight = await verifyPassword(password, account?.passwordHash ?? null);
  if (account && isRight) {
    await forgetSignInTries(email, address);
    return openSession(account, shared, "password");
  }
  // Not awaited: it would tell by time that the account exists.
  if (account)
    recordRefusal(account).catch((error) => log.error("A refused sign-in is not in the trail", { error }));
  else log.info("Sign-in refused", { reason: "no such account" });
  return undefined;
}

/** True when somebody who may sign in has this address; for people whom the organization's own provider vouches for. */
export async function mayEnter(email: string): Promise<boolean> {
  return (await findAccount(accountEmailSchema.parse(email))) !== undefined;
}

/** Starts a session for an address that the organization's own provider vouched for. */
export async function signInWithProvider(email: string): Promise<string | undefined> {
  const account = await findAccount(accountEmailSchema.parse(email));
  return account && openSession(account, false, "single sign-on");
}

/** Ends a session on every process at once. */
export async function signOut(sessionId: string): Promise<void> {
  const ended = await withSystem("sign-in", async (tx) => {
    const session = await revokeSession(tx, sessionId);
    if (!session) return undefined;
    const { organizationId, userId, name } = session;
    await recordAudit(
      tx,
      { kind: "user", id: userId, name, organizationId },
      { action: "session.ended", entity: "session", recordId: sessionId },
    );
    return session;
  });
  if (ended) await announceAccessChange({ organizationId: ended.organizationId, sessionId });
}
