/** Tells open screens which records a sync job wrote: by id and version, after the commit and beside the pull. */
import { broadcastAll } from "@/lib/platform/broadcast";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import { recordChannel, recordEntities, recordNews } from "@/lib/records";

const log = createLogger("sync");
const betweenMs = 250;
/** Records one message between the processes tells of. */
const mostTogether = 500;

interface Job {
  readonly organizationId: string;
  readonly jobId: string;
}

interface WrittenRow {
  id: string;
  entity: string;
  version: number;
  deleted: boolean;
  tx: string;
}

/** The news of one slice of a job. No page waits for it, and what is lost with its process stays untold. */
export class RecordNews {
  private timer: NodeJS.Timeout | undefined;
  private telling = Promise.resolve();

  private constructor(
    private readonly job: Job,
    /** What this transaction and those before wrote is told. */
    private toldTx: string,
  ) {}

  /** News of everything that the job writes after `tx`. */
  static async after(tx: Tx, job: Job): Promise<RecordNews> {
    const row = await tx.one<{ tx: string }>("select pg_current_xact_id()::text as tx", []);
    return new RecordNews(job, row?.tx ?? "0");
  }

  /** Tells soon; pages that are committed before that are told together. */
  tellSoon(): void {
    this.timer ??= setTimeout(() => void this.tellNow(), betweenMs).unref();
  }

  /** Tells what is left, if anything is. The next slice tells what it writes itself, so nothing may be told here after it. */
  async end(): Promise<void> {
    await (this.timer ? this.tellNow() : this.telling);
  }

  private tellNow(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.telling = this.telling
      .then(() => this.tell())
      .catch((error: unknown) => log.warn("Records could not be told", { jobId: this.job.jobId, error }));
    return this.telling;
  }

  private async tell(): Promise<void> {
    const { organizationId } = this.job;
    const rows = await this.written();
    this.toldTx = rows.at(-1)?.tx ?? this.toldTx;
    for (const [entity, written] of Map.groupBy(rows, (row) => row.entity)) {
      for (let start = 0; start < written.length; start += mostTogether) {
        const messages = written.slice(start, start + mostTogether).map(recordNews);
        broadcastAll({ organizationId, channel: recordChannel(entity), messages });
      }
    }
  }

  // One job has one writer at a time, so its transactions become visible in their order.
  private written(): Promise<WrittenRow[]> {
    return withOrganization(this.job, (tx) =>
      tx.query<WrittenRow>(
        `select r.id, r.entity, r.version, r.deleted_at is not null as deleted, r.tx::text as tx
           from entity_records r
          where r.entity = any($1::text[]) and r.tx > $2::xid8 and r.job_id = $3
          order by r.tx`,
        [recordEntities, this.toldTx, this.job.jobId],
      ),
    );
  }
}
