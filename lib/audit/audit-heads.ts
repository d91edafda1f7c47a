/**
 * The heads of the chains, kept outside the database: in the log always, and in AUDIT_HEADS_FILE where one
 * is named. A trail whose newest rows were cut off looks whole by itself; against a head it does not.
 */
import { appendFile, readFile } from "node:fs/promises";
import { z } from "zod";
import { now } from "@/lib/platform/clock";
import { databaseCode } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { createLogger } from "@/lib/platform/logger";
import { auditErrors } from "./errors";

const log = createLogger("audit");

const headSchema = z.object({ organizationId: z.string(), seq: z.number().int(), hash: z.string() });

/** The last sealed row of an organization: its number and, in hexadecimal, its link. */
export type AuditHead = z.infer<typeof headSchema>;

/** Notes a new head. Fails when the file that should hold it cannot be written. */
export async function noteHead(head: AuditHead): Promise<void> {
  log.info("Audit trail sealed", {
    organizationId: head.organizationId,
    seq: head.seq,
    auditHead: head.hash,
  });
  const file = env().AUDIT_HEADS_FILE;
  if (!file) return;
  try {
    await appendFile(file, `${JSON.stringify({ ...head, at: now() })}\n`, { mode: 0o600 });
  } catch (cause) {
    throw auditErrors.audit_heads_unwritable({ detail: "Make AUDIT_HEADS_FILE writable.", cause });
  }
}

function parseHead(line: string): AuditHead | undefined {
  try {
    return headSchema.safeParse(JSON.parse(line)).data;
  } catch {
    // A line half written when the machine stopped.
    return undefined;
  }
}

/** The newest head of an organization that was noted outside the database, if any. */
export async function knownHead(organizationId: string): Promise<AuditHead | undefined> {
  const file = env().AUDIT_HEADS_FILE;
  if (!file) return undefined;
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (databaseCode(error) === "ENOENT") return "";
    throw error;
  });
  const heads = text.split("\n").map(parseHead);
  return heads.filter((head) => head?.organizationId === organizationId).reduce(newer, undefined);
}

function newer(a: AuditHead | undefined, b: AuditHead | undefined): AuditHead | undefined {
  return a && (!b || a.seq > b.seq) ? a : b;
}
