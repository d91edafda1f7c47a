/**
 * The organization's door for Prisma: the admin's small tables, where a typed client is worth its cost of
 * about a millisecond. Hot paths use `withOrganization`.
 */
import type { Pool } from "pg";
import type { Prisma, PrismaClient } from "@/prisma/generated/client";
import { shared } from "../container";
import { type Scope, scopeSchema } from "./doors";
import { databaseCode, dbErrors, isUnavailable } from "./errors";
import { pool } from "./pool";
import { queryOf } from "./statement";
import type { Tx } from "./transaction";

/** Prisma inside a transaction of one organization. */
export type PrismaTx = Prisma.TransactionClient;

const clients = () => shared("db.prisma", () => new WeakMap<Pool, Promise<PrismaClient>>());

// Loaded at the first use: most processes never need these 20 MB.
async function makeClient(connections: Pool): Promise<PrismaClient> {
  const { PrismaPg } = await import("@prisma/adapter-pg");
  const { PrismaClient } = await import("@/prisma/generated/client");
  return new PrismaClient({ adapter: new PrismaPg(connections) });
}

function prisma(): Promise<PrismaClient> {
  const current = pool();
  const known = clients().get(current);
  if (known) return known;
  const client = makeClient(current);
  clients().set(current, client);
  return client;
}

/** The role and the organization last as long as the transaction, like SET LOCAL. */
async function takeScope(tx: PrismaTx, scope: Scope): Promise<void> {
  const { organizationId, clinicIds } = scopeSchema.parse(scope);
  const clinics = clinicIds ? `{${clinicIds.join(",")}}` : "";
  await tx.$queryRaw`
    select set_config('role', 'carelane_app', true), set_config('timezone', 'UTC', true),
           set_config('statement_timeout', '30000', true),
           set_config('app.org', ${organizationId}, true), set_config('app.clinics', ${clinics}, true)`;
}

// PostgreSQL refuses every statement after a failed one and would answer ROLLBACK to the COMMIT, which Prisma
// takes for success.
async function assertNothingFailed(tx: PrismaTx): Promise<void> {
  try {
    await tx.$queryRaw`select 1`;
  } catch (cause) {
    throw dbErrors.transaction_lost({ internal: { reason: "a statement failed and was caught" }, cause });
  }
}

/** Statements of ours in Prisma's transaction, such as the audit entry that belongs to the change. */
function sender(tx: PrismaTx) {
  const sent: Promise<unknown>[] = [];
  const send: Tx["send"] = (statement, values = []) => {
    const answer = tx.$executeRawUnsafe(queryOf(statement).text, ...values);
    // Read at the end; until then it is no rejection that nobody handles.
    answer.catch(() => undefined);
    sent.push(answer);
  };
  return { send, sent };
}

/** Prisma's codes for a server that cannot be reached, is closing, or has no connection free. */
const unavailable = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2037"]);

/**
 * Runs `work` with Prisma bound to the rows of one organization. A statement that fails inside and is caught
 * still fails the whole: throws `transaction_lost`. Row-level security holds as under `withOrganization`.
 */
export async function withOrganizationPrisma<T>(
  scope: Scope,
  work: (prisma: PrismaTx, tx: Pick<Tx, "send">) => Promise<T>,
): Promise<T> {
  const client = await prisma();
  try {
    return await client.$transaction(
      async (tx) => {
        await takeScope(tx, scope);
        const { send, sent } = sender(tx);
        const value = await work(tx, { send });
        await Promise.all(sent);
        await assertNothingFailed(tx);
        return value;
      },
      { maxWait: 3_000, timeout: 10_000 },
    );
  } catch (cause) {
    if (!unavailable.has(databaseCode(cause) ?? "") && !isUnavailable(cause)) throw cause;
    throw dbErrors.database_unavailable({
      detail: "Try again in a few seconds.",
      retryAfterMs: 5_000,
      cause,
    });
  }
}

/** True for Prisma's word that a unique key was already there. */
export function isPrismaUniqueViolation(error: unknown): boolean {
  return databaseCode(error) === "P2002";
}
