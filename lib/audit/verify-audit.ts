import { openVault, type Vault } from "@/lib/platform/crypto";
import { withSystem } from "@/lib/platform/db";
import { type AuditHead, knownHeads } from "./audit-heads";
import { type AuditRow, auditColumns, chainHash, chainStart, contentOf } from "./audit-row";

const pageRows = 1_000;

/** What is wrong with the first bad row, in the order of the chain. */
type AuditFault =
  /** A row before it was taken out, or rows were exchanged. */
  | { readonly reason: "missing"; readonly seq: number }
  /** Its content is not what was written, or was not written by Carelane. */
  | { readonly reason: "changed"; readonly seq: number | null; readonly id: string }
  /** Its link does not continue the one before. */
  | { readonly reason: "unchained"; readonly seq: number; readonly id: string }
  /** The trail ends before a head that was noted outside the database. */
  | { readonly reason: "cut off"; readonly seq: number }
  /** The trail was written anew somewhere up to here: a head noted earlier is another. */
  | { readonly reason: "rewritten"; readonly seq: number };

type AuditVerdict =
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

type Heads = readonly Pick<AuditHead, "seq" | "hash">[];

// Of two heads with one number the earlier is the true one.
function earliestBySeq(heads: Heads): ReadonlyMap<number, string> {
  return new Map(heads.toReversed().map(({ seq, hash }) => [seq, hash]));
}

interface Walk {
  readonly at: Progress;
  readonly fault?: AuditFault;
}

async function walkSealed(organizationId: string, vault: Vault, heads: Heads): Promise<Walk> {
  const noted = earliestBySeq(heads);
  let at: Progress = { seq: 0, hash: chainStart };
  for (;;) {
    const rows = await readSealed(organizationId, at.seq);
    for (const row of rows) {
      const fault = findFault(vault, at, row);
      if (fault) return { at, fault };
      at = { seq: at.seq + 1, hash: row.hash ?? chainStart };
      const hash = at.hash.toString("hex");
      if ((noted.get(at.seq) ?? hash) !== hash) return { at, fault: { reason: "rewritten", seq: at.seq } };
    }
    if (rows.length < pageRows) return { at };
  }
}

async function findForged(organizationId: string, vault: Vault): Promise<AuditFault | undefined> {
  const rows = await readUnsealed(organizationId);
  const forged = rows.find((row) => !vault.verifyMac(contentOf(row), row.mac));
  return forged && { reason: "changed", seq: null, id: forged.id };
}

function findCut(heads: Heads, at: Progress): AuditFault | undefined {
  return heads.some((head) => head.seq > at.seq) ? { reason: "cut off", seq: at.seq + 1 } : undefined;
}

/**
 * Walks an organization's trail from its first row and names the first that was edited, forged, removed or
 * moved. Rows cut off at the end, and a trail written anew, show against `heads`: those noted outside the
 * database unless others are given.
 */
export async function verifyAudit(organizationId: string, heads?: Heads): Promise<AuditVerdict> {
  const vault = await openVault(organizationId, "audit");
  const noted = heads ?? (await knownHeads(organizationId));
  const { at, fault: sealedFault } = await walkSealed(organizationId, vault, noted);
  const fault = sealedFault ?? findCut(noted, at) ?? (await findForged(organizationId, vault));
  if (fault) return { ok: false, rows: at.seq, fault };
  const head = at.seq > 0 ? { organizationId, seq: at.seq, hash: at.hash.toString("hex") } : undefined;
  return { ok: true, rows: at.seq, head };
}
