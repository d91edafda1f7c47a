/** Passwords at rest: argon2id with OWASP's parameters (19 MiB, 2 passes, 1 lane). */
import { hash, verify } from "@node-rs/argon2";
import { shared } from "@/lib/platform/container";
import { randomToken } from "@/lib/platform/ids";

// argon2id is the library's default kind.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

// Compared with when there is no such user, so that the answer takes as long as for a wrong password.
function nobodysHash(): Promise<string> {
  return shared("auth.nobodys-hash", () => hashPassword(randomToken(24)));
}

/** Whether `password` is the one hashed; without a hash it takes the same time and is always false. */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await nobodysHash()), password);
  return matches && passwordHash !== null;
}
