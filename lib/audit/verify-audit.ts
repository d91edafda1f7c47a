import { openVault, type Vault } from "@/lib/platform/crypto";
import { withSystem } from "@/lib/platform/db";
import { type AuditHead, knownHead } from "./audit-heads";
import { type AuditRow, auditColumns, chainHash, chainStart, contentOf } from "./audit-row";

const pageRows = 1_000;

/** What is wrong with the first bad row, in the order of the chain. */
export type AuditFault =
  /** A row before it was taken out, or rows were exchanged. */
  | { readonly reason: "missing"; readonly seq: number }
  /** Its content is not what was written, or was not written by Carelane. */
  | { readonly reason: "changed"; readonly seq: number | null; readonly id: string }
  /** Its link does not continue the one before. */
  | { readonly reason: "unchained"; readonly seq: number; readonly id: string }
  /** The trail ends before, or differs at, a head that was noted outside the database. */
  | { readonly reason: "cut off"; readonly seq: number };

export type AuditVerdict =
  | { readonly ok: true; readonly rows: number; readonly head: AuditHead | undefined }
  | { readonly ok: false; readonly rows: number; readonly fault: AuditFault };

interface Progress {
  readonly seq: number;
  readonly hash: Buffer;
}

function findFault(vault: Vault, before: Progress, row: AuditRow): AuditFault | undefined {
  const seq = Number(row.seq);
  if (seq !== before.seq + 1) return { reason: "missing", seq: before.seq + 1 };
  if (!vault.verifyMac(contentOf(row), row.mac)) return { reason: "changed", seq, id: row.id };
  const expected = chainHash(before.hash, seq, row);
  const chained = row.hash?.equals(expected) && row.previousHash?.equals(before.hash);
  return chained ? undefined : { reason: "unchained", seq, id: row.id };
}

function readSealed(organizationId: string, afterSeq: number): Promise<AuditRow[]> {
  return withSystem("sealer", (tx) =>
    tx.query<AuditRow>(
      `select ${auditColumns} from audit_events where organization_id = $1 and seq > $2
        order by seq limit ${pageRows}`,
      [organizationId, afterSeq],
    ),
  );
}

function readUnsealed(organizationId: string): Promise<AuditRow[]> {
  return withSystem("sealer", (tx) =>
    tx.query<AuditRow>(
      `select ${auditColumns} from audit_events where organization_id = $1 and seq is null
        order by tx, id limit ${pageRows}`,
      [organizationId],
    ),
  );
}

/**
 * Walks an organization's trail from its first row and names the first that was edited, forged, removed or
 * moved. Rows cut off at the end show against `head`, by default the newest noted outside the database.
 */
export async function verifyAudit(
  organizationId: string,
  head?: Pick<AuditHead, "seq" | "hash">,
): Promise<AuditVerdict> {
  const vault = await openVault(organizationId, "audit");
  const wanted = head ?? (await knownHead(organizationId));
  let at: Progress = { seq: 0, hash: chainStart };
  for (;;) {
    const rows = await readSealed(organizationId, at.seq);
    for (const row of rows) {
      const fault = findFault(vault, at, row);
      if (fault) return { ok: false, rows: at.seq, fault };
      at = { seq: at.seq + 1, hash: row.hash ?? chainStart };
      if (wanted?.seq === at.seq && wanted.hash !== at.hash.toString("hex")) {
        return { ok: false, rows: at.seq, fault: { reason: "cut off", seq: at.seq } };
      }
    }
    if (rows.length < pageRows) break;
  }
  if (wanted && wanted.seq > at.seq) {
    return { ok: false, rows: at.seq, fault: { reason: "cut off", seq: at.seq + 1 } };
  }
  const forged = (await readUnsealed(organizationId)).find(
    (row) => !vault.verifyMac(contentOf(row), row.mac),
  );
  if (forged) return { ok: false, rows: at.seq, fault: { reason: "changed", seq: null, id: forged.id } };
  const last = at.seq > 0 ? { organizationId, seq: at.seq, hash: at.hash.toString("hex") } : undefined;
  return { ok: true, rows: at.seq, head: last };
}
