/**
 * The heads of the chains, kept outside the database: in the log always, and in AUDIT_HEADS_FILE where one
 * is named. A trail whose newest rows were cut off looks whole by itself; against a head it does not.
 */
import { createReadStream, existsSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { z } from "zod";
import { now } from "@/lib/platform/clock";
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

/** Every head of an organization that was noted outside the database. */
export async function knownHeads(organizationId: string): Promise<AuditHead[]> {
  const file = env().AUDIT_HEADS_FILE;
  if (!file || !existsSync(file)) return [];
  const heads: AuditHead[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const head = parseHead(line);
    if (head?.organizationId === organizationId) heads.push(head);
  }
  return heads;
}
