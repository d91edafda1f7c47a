/** The public keys of registered client applications, given once or fetched from where the client publishes them. */
import { createLocalJWKSet, createRemoteJWKSet, type JWTVerifyGetKey } from "jose";
import type { ClientRegistration } from "@/sandbox/framework/vendor";

/** A key that is not in the cached set is looked for again at most this often. */
const refetchCooldownMs = 1_000;

export class ClientKeys {
  readonly #sources = new Map<string, Map<string, JWTVerifyGetKey>>();

  /** Adds a source of keys; a client may have several, one per place that publishes. */
  register({ clientId, keys }: ClientRegistration): void {
    const sources = this.#sources.get(clientId) ?? new Map<string, JWTVerifyGetKey>();
    this.#sources.set(clientId, sources);
    if ("jwksUrl" in keys) {
      const options = { cooldownDuration: refetchCooldownMs };
      sources.set(keys.jwksUrl, createRemoteJWKSet(new URL(keys.jwksUrl), options));
    } else {
      sources.set("", createLocalJWKSet({ keys: keys.jwks.keys.filter(hasKeyType) }));
    }
  }

  /** The sources to try, in the order of their registration; none for an unknown client. */
  of(clientId: string): JWTVerifyGetKey[] {
    return [...(this.#sources.get(clientId)?.values() ?? [])];
  }
}

function hasKeyType(key: Record<string, unknown>): key is Record<string, unknown> & { kty: string } {
  return typeof key.kty === "string";
}
