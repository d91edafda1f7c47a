/** A standing sign-in: one token for all who call at once, renewed in time, replaced once when it is refused. */
import { nowMs } from "@/lib/platform/clock";
import { shared } from "@/lib/platform/container";
import { hasCode, isCarelaneError } from "@/lib/platform/errors";
import { smartErrors } from "./errors";
import { type AccessToken, requestToken, type SmartClient } from "./token-request";

export interface SmartSession {
  /** The token that holds now; asks for one where there is none. */
  token(): Promise<AccessToken>;
  /** Runs a call with an Authorization header; on 401 once more with a new token. Throws `sign_in_refused` after that. */
  authorized<T>(call: (authorization: string) => Promise<T>): Promise<T>;
}

interface Slot {
  token?: AccessToken;
  pending?: Promise<AccessToken>;
}

function slotOf(integrationId: string, client: SmartClient): Slot {
  const slots = shared("smart.tokens", () => new Map<string, Slot>());
  const key = JSON.stringify([integrationId, client.clientId, client.tokenUrl, client.scopes]);
  const slot = slots.get(key) ?? {};
  slots.set(key, slot);
  return slot;
}

async function renew(slot: Slot, client: SmartClient): Promise<AccessToken> {
  try {
    slot.token = await requestToken(client);
    return slot.token;
  } finally {
    slot.pending = undefined;
  }
}

async function currentToken(slot: Slot, client: SmartClient): Promise<AccessToken> {
  const { token } = slot;
  if (token && nowMs() < token.refreshAt) return token;
  // Whoever comes while a token is being fetched waits for that one.
  slot.pending ??= renew(slot, client);
  try {
    return await slot.pending;
  } catch (error) {
    const mayGoOn = isCarelaneError(error) && error.kind === "retryable";
    if (mayGoOn && token && nowMs() < token.expiresAt) return token;
    throw error;
  }
}

/** The session of an integration; every session with the same client shares one token. */
export function openSmartSession(integrationId: string, client: SmartClient): SmartSession {
  const slot = slotOf(integrationId, client);
  const attempt = async <T>(call: (authorization: string) => Promise<T>) => {
    const token = await currentToken(slot, client);
    try {
      return await call(`Bearer ${token.value}`);
    } catch (error) {
      // Another call may have fetched a newer token meanwhile: only the refused one is dropped.
      if (hasCode(error, "vendor_sign_in_expired") && slot.token === token) slot.token = undefined;
      throw error;
    }
  };
  return {
    token: () => currentToken(slot, client),
    async authorized(call) {
      try {
        return await attempt(call);
      } catch (error) {
        if (!hasCode(error, "vendor_sign_in_expired")) throw error;
      }
      try {
        return await attempt(call);
      } catch (error) {
        if (!hasCode(error, "vendor_sign_in_expired")) throw error;
        throw smartErrors.sign_in_refused({
          detail: "It gave us a new access token and refused that too: ask its administrator why.",
          cause: error,
        });
      }
    },
  };
}
