/**
 * Checks a SMART Backend Services client assertion as a strict vendor does
 * (SMART App Launch 2, «client-confidential-asymmetric», and Epic's own limits).
 */
import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { ClientKeys } from "@/sandbox/smart/client-keys";

const usualAlgorithms = ["RS256", "RS384", "RS512", "ES384"];
const longestLifeSeconds = 300;
const longestJti = 151;

/** Why an assertion was refused. Vendors do not tell; the sandbox tells in a header of its own. */
export class RefusedAssertion extends Error {
  override name = "RefusedAssertion";
}

export class AssertionChecker {
  /** End of life, in seconds, of every jti seen, by client and jti. */
  readonly #seen = new Map<string, number>();

  constructor(
    private readonly keys: ClientKeys,
    private readonly audience: string,
    private readonly now: () => number,
    private readonly algorithms = usualAlgorithms,
  ) {}

  /** Returns the client id, or throws RefusedAssertion. */
  async check(assertion: string): Promise<string> {
    const clientId = claimedClient(assertion);
    const sources = this.keys.of(clientId);
    if (sources.length === 0) throw new RefusedAssertion("no keys are registered for this client id");
    const payload = await this.#verified(assertion, clientId, sources);
    this.#checkTimes(payload);
    this.#remember(clientId, payload);
    return clientId;
  }

  async #verified(assertion: string, clientId: string, sources: JWTVerifyGetKey[]): Promise<JWTPayload> {
    let refusal = "no key fits";
    for (const source of sources) {
      try {
        const { payload } = await jwtVerify(assertion, source, {
          algorithms: this.algorithms,
          audience: this.audience,
          issuer: clientId,
          subject: clientId,
          currentDate: new Date(this.now()),
          requiredClaims: ["exp", "jti"],
        });
        return payload;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        refusal = error.message;
        // A claim at fault means that the signature held: other keys cannot mend it.
        if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) break;
      }
    }
    throw new RefusedAssertion(refusal);
  }

  #checkTimes({ exp = 0, iat }: JWTPayload): void {
    const now = this.now() / 1_000;
    if (exp > now + longestLifeSeconds) throw new RefusedAssertion("exp is more than 5 minutes ahead");
    if (iat === undefined) return;
    if (iat > now) throw new RefusedAssertion("iat is in the future");
    if (exp - iat > longestLifeSeconds) throw new RefusedAssertion("exp is more than 5 minutes after iat");
  }

  #remember(clientId: string, { jti = "", exp = 0 }: JWTPayload): void {
    if (jti.length > longestJti) throw new RefusedAssertion(`jti is longer than ${longestJti} characters`);
    const now = this.now() / 1_000;
    for (const [key, end] of this.#seen) if (end < now) this.#seen.delete(key);
    const key = `${clientId} ${jti}`;
    if (this.#seen.has(key)) throw new RefusedAssertion("jti was used before");
    this.#seen.set(key, exp);
  }
}

function claimedClient(assertion: string): string {
  try {
    const { iss } = decodeJwt(assertion);
    if (iss) return iss;
  } catch {
    throw new RefusedAssertion("client_assertion is not a JWT");
  }
  throw new RefusedAssertion("iss is missing");
}
