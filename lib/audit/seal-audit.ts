import { type Tx, withSystem } from "@/lib/platform/db";
import { type AuditHead, noteHead } from "./audit-heads";
import { type AuditRow, auditColumns, chainHash, chainStart } from "./audit-row";

const batchRows = 1_000;

interface Link {
  readonly id: string;
  readonly seq: number;
  readonly hash: Buffer;
  readonly previousHash: Buffer;
}

// A row is final once no transaction as old as its own is running: none can still commit before it.
const finalRows = `select ${auditColumns} from audit_events
  where organization_id = $1 and seq is null and tx < pg_snapshot_xmin(pg_current_snapshot())
  order by tx, id limit ${batchRows}`;

function chain(rows: readonly AuditRow[], head: { seq: number; hash: Buffer }): Link[] {
  const links: Link[] = [];
  let { seq, hash } = head;
  for (const row of rows) {
    const previousHash = hash;
    seq += 1;
    hash = chainHash(previousHash, seq, row);
    links.push({ id: row.id, seq, hash, previousHash });
  }
  return links;
}

async function readHead(tx: Tx, organizationId: string): Promise<{ seq: number; hash: Buffer }> {
  const last = await tx.one<{ seq: string; hash: Buffer }>(
    `select seq, hash from audit_events where organization_id = $1 and seq is not null
      order by seq desc limit 1`,
    [organizationId],
  );
  return last ? { seq: Number(last.seq), hash: last.hash } : { seq: 0, hash: chainStart };
}

async function writeLinks(tx: Tx, links: readonly Link[]): Promise<void> {
  await tx.execute(
    `update audit_events e set seq = l.seq, hash = l.hash, previous_hash = l.previous_hash
       from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::bytea[]) l (id, seq, hash, previous_hash)
      where e.id = l.id and e.seq is null`,
    [
      links.map((link) => link.id),
      links.map((link) => link.seq),
      links.map((link) => link.hash),
      links.map((link) => link.previousHash),
    ],
  );
}

/** Seals one batch; answers the new head, or undefined when another sealer is at it or nothing was open. */
function sealBatch(organizationId: string): Promise<AuditHead | undefined> {
  return withSystem("sealer", async (tx) => {
    const lock = await tx.one<{ taken: boolean }>(
      "select pg_try_advisory_xact_lock(hashtextextended('carelane.audit:' || $1, 0)) as taken",
      [organizationId],
    );
    if (!lock?.taken) return undefined;
    const rows = await tx.query<AuditRow>(finalRows, [organizationId]);
    const links = chain(rows, await readHead(tx, organizationId));
    const last = links.at(-1);
    if (!last) return undefined;
    await writeLinks(tx, links);
    return { organizationId, seq: last.seq, hash: last.hash.toString("hex") };
  });
}

async function sealOrganization(organizationId: string): Promise<number> {
  let sealed = 0;
  for (;;) {
    const head = await sealBatch(organizationId);
    if (!head) return sealed;
    sealed += 1;
    await noteHead(head);
  }
}

/**
 * Numbers and chains the rows written since the last time, per organization in the order their transactions
 * began, and notes the new heads outside the database. Run it every second or so from any number of
 * processes: a lock lets one at a time seal an organization. Answers how many batches it sealed.
 */
export async function sealAudit(): Promise<{ batches: number }> {
  const organizations = await withSystem("sealer", (tx) =>
    tx.query<{ organization_id: string }>(
      "select distinct organization_id from audit_events where seq is null",
    ),
  );
  let batches = 0;
  for (const { organization_id } of organizations) batches += await sealOrganization(organization_id);
  return { batches };
}
