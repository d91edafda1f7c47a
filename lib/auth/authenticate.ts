/** Who sends a request: the one way from headers to an actor, for routes, pages and sockets alike. */
import { nowMs } from "@/lib/platform/clock";
import { shared } from "@/lib/platform/container";
import { type AccessChange, onAccessChanged } from "./access-changes";
import type { Actor } from "./actor";
import { apiKeyHash, apiKeyPrefix, findLiveKey, touchKey } from "./api-key-look-up";
import { readSessionId } from "./session-cookie";
import { findLiveSession, touchSession } from "./session-store";
import { TimedCache } from "./timed-cache";

/** How long a look-up may be repeated from memory; a revocation ends it sooner. */
const cacheMs = 5_000;
/** How often use is written down. */
const touchEveryMs = 60_000;

/** Set by screens that ask without anybody at the keyboard, so that polling keeps no session alive. */
const unattendedHeader = "carelane-unattended";

interface Access {
  readonly actor: Actor;
  readonly endsAtMs: number;
  touchedAtMs: number;
  readonly touch: () => Promise<void>;
}

type AccessCache = TimedCache<Access | undefined>;

function concerns(change: AccessChange, actor: Actor): boolean {
  if (change.organizationId !== actor.organizationId) return false;
  if (actor.kind === "key") return change.keyId === actor.id;
  return change.userId === actor.id || (!!change.sessionId && change.sessionId === actor.sessionId);
}

function accessCache(): AccessCache {
  return shared("auth.access-cache", () => {
    const cache: AccessCache = new TimedCache(cacheMs, 10_000);
    onAccessChanged((change) =>
      cache.drop((access) => access !== undefined && concerns(change, access.actor)),
    );
    return cache;
  });
}

async function loadSession(sessionId: string): Promise<Access | undefined> {
  const session = await findLiveSession(sessionId);
  if (!session) return undefined;
  const { actor, endsAtMs, lastSeenAtMs } = session;
  return { actor, endsAtMs, touchedAtMs: lastSeenAtMs, touch: () => touchSession(sessionId) };
}

async function loadKey(name: { hash: Buffer } | { id: string }): Promise<Access | undefined> {
  const key = await findLiveKey(name);
  if (!key) return undefined;
  const { actor, endsAtMs, lastUsedAtMs } = key;
  return { actor, endsAtMs, touchedAtMs: lastUsedAtMs, touch: () => touchKey(actor.id) };
}

function bearer(headers: Headers): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
}

function findSession(sessionId: string): Promise<Access | undefined> {
  return accessCache().get(`session:${sessionId}`, () => loadSession(sessionId));
}

async function findAccess(headers: Headers): Promise<Access | undefined> {
  const key = bearer(headers);
  if (key !== undefined) {
    // A caller who shows a key is that key or nobody, whatever cookie came along.
    if (!key.startsWith(apiKeyPrefix)) return undefined;
    const hash = apiKeyHash(key);
    return accessCache().get(`key:${hash.toString("base64")}`, () => loadKey({ hash }));
  }
  const sessionId = await readSessionId(headers);
  return sessionId ? findSession(sessionId) : undefined;
}

function isOver(access: Access): boolean {
  return access.endsAtMs <= nowMs();
}

/** The person of a session that still lives; asking does not count as use of it. */
export async function findSessionActor(sessionId: string): Promise<Actor | undefined> {
  const access = await findSession(sessionId);
  return access && !isOver(access) ? access.actor : undefined;
}

/**
 * `actor` as it stands now, for connections that outlive a request; undefined once the session or key has
 * ended. Asking does not count as use.
 */
export async function stillThere(actor: Actor): Promise<Actor | undefined> {
  if (actor.sessionId) return findSessionActor(actor.sessionId);
  if (actor.kind !== "key") return undefined;
  const access = await accessCache().get(`key-id:${actor.id}`, () => loadKey({ id: actor.id }));
  return access && !isOver(access) ? access.actor : undefined;
}

/** Who the headers of a request speak for; undefined when nobody we know. */
export async function authenticateHeaders(headers: Headers): Promise<Actor | undefined> {
  const access = await findAccess(headers);
  if (!access || isOver(access)) return undefined;
  if (!headers.has(unattendedHeader) && nowMs() - access.touchedAtMs >= touchEveryMs) {
    access.touchedAtMs = nowMs();
    await access.touch();
    // Its idle limit has moved.
    accessCache().drop((kept) => kept === access);
  }
  return access.actor;
}

/**
 * Who sends `request`: an API key (`Authorization: Bearer cl_…`) before the session cookie. Role and state
 * are at most five seconds old; a disabled user or revoked key is refused at once.
 */
export function authenticate(request: Request): Promise<Actor | undefined> {
  return authenticateHeaders(request.headers);
}
