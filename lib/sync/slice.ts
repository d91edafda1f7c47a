/** One slice of a sync job: everything its phases share. */
import type { Connector, ConnectorContext, Entity } from "@/lib/connectors/contract";
import { nowMs } from "@/lib/platform/clock";
import { commitPage, type Page, type PageResult } from "./commit/commit-page";
import type { Mappings } from "./commit/map-page";
import type { SyncJobRow } from "./job-store";
import { publishProgress } from "./progress";
import type { RecordNews } from "./record-news";
import type { Checkpoint } from "./run/checkpoint";
import type { SyncRun } from "./run/sync-run";

/** How a phase ended: another follows, the slice's time is up, the vendor wants a pause, or a person does. */
export type PhaseEnd =
  | { readonly kind: "next" }
  | { readonly kind: "again"; readonly delayMs?: number }
  | { readonly kind: "stop"; readonly wanted: "cancel" | "pause" }
  | { readonly kind: "ask"; readonly deletions: number; readonly share: number }
  | { readonly kind: "done" };

/** A page's write should take about this long: short enough to stop soon, long enough to pay for its commit. */
const targetWriteMs = 200;
const smallestPage = 10;
const largestPage = 1_000;
const firstPage = 100;

interface SliceParts {
  readonly job: SyncJobRow;
  readonly run: SyncRun;
  readonly news: RecordNews;
  readonly connector: Connector;
  readonly context: ConnectorContext<unknown>;
  readonly entities: readonly Entity[];
  readonly mappings: Mappings;
  /** Set by configuration; absent, the size follows the speed of the database. */
  readonly fixedPageSize?: number;
  /** When the slice gives its turn to others, in milliseconds since 1970. */
  readonly endsAt: number;
  readonly signal: AbortSignal;
}

export class Slice {
  readonly job: SyncJobRow;
  readonly run: SyncRun;
  readonly connector: Connector;
  readonly context: ConnectorContext<unknown>;
  readonly entities: readonly Entity[];
  readonly mappings: Mappings;
  /** How many records the next page should hold. */
  pageSize: number;

  constructor(
    private readonly parts: SliceParts,
    public checkpoint: Checkpoint,
  ) {
    this.job = parts.job;
    this.run = parts.run;
    this.connector = parts.connector;
    this.context = parts.context;
    this.entities = parts.entities;
    this.mappings = parts.mappings;
    this.pageSize = parts.fixedPageSize ?? firstPage;
  }

  /** True when the job should give its turn to others. */
  isOver(): boolean {
    return this.parts.signal.aborted || nowMs() >= this.parts.endsAt;
  }

  private adaptPageSize(items: number, writeMs: number): void {
    if (this.parts.fixedPageSize !== undefined || items < this.pageSize / 2) return;
    const wished = (items * targetWriteMs) / Math.max(1, writeMs);
    const next = Math.min(this.pageSize * 2, Math.max(this.pageSize / 2, wished));
    this.pageSize = Math.round(Math.min(largestPage, Math.max(smallestPage, next)));
  }

  /** Tells open screens soon how the job stands, and which records it has written. */
  tellScreens(): void {
    publishProgress(this.job.organization_id, this.job.id);
    this.parts.news.tellSoon();
  }

  /** Takes in what else was learned of the vendor's side, without moving on. */
  async takeIn(found: Pick<Page, "items" | "deleted">): Promise<void> {
    const { cursor } = this.checkpoint;
    await this.commit({ ...found, errors: [], cursor, fetchMs: 0, mapMs: 0 });
  }

  /** Commits a page, tells the screens, and says whether the slice may go on. */
  async commit(page: Page): Promise<PhaseEnd | undefined> {
    const started = performance.now();
    const result: PageResult = await commitPage(this.run, this.checkpoint, page);
    this.adaptPageSize(page.items.length + (page.known?.length ?? 0), performance.now() - started);
    this.checkpoint = result.checkpoint;
    this.tellScreens();
    if (result.wanted) return { kind: "stop", wanted: result.wanted };
    return this.isOver() ? { kind: "again" } : undefined;
  }
}
