/** One slice of a sync job: everything its phases share. */
import type { Connector, ConnectorContext, Entity } from "@/lib/connectors/contract";
import { nowMs } from "@/lib/platform/clock";
import type { SyncJobRow } from "../job-store";
import { publishProgress } from "../progress";
import type { Checkpoint } from "./checkpoint";
import { commitPage, type Page, type PageResult } from "./commit-page";
import type { PullRun } from "./run";

/** How a phase ended: another follows, the slice's time is up, the vendor wants a pause, or a person does. */
export type PhaseEnd =
  | { readonly kind: "next" }
  | { readonly kind: "again"; readonly delayMs?: number }
  | { readonly kind: "stop"; readonly wanted: "cancel" | "pause" }
  | { readonly kind: "ask"; readonly deletions: number; readonly share: number }
  | { readonly kind: "done" };

export class Slice {
  constructor(
    readonly job: SyncJobRow,
    readonly run: PullRun,
    readonly connector: Connector,
    readonly context: ConnectorContext<unknown>,
    readonly entities: readonly Entity[],
    readonly pageSize: number,
    private readonly endsAt: number,
    readonly signal: AbortSignal,
    public checkpoint: Checkpoint,
  ) {}

  /** True when the job should give its turn to others. */
  isOver(): boolean {
    return this.signal.aborted || nowMs() >= this.endsAt;
  }

  /** Commits a page, tells the screens, and says whether the slice may go on. */
  async commit(page: Page): Promise<PhaseEnd | undefined> {
    const result: PageResult = await commitPage(this.run, this.checkpoint, page);
    this.checkpoint = result.checkpoint;
    publishProgress(this.job.organization_id, this.job.id);
    if (result.wanted) return { kind: "stop", wanted: result.wanted };
    return this.isOver() ? { kind: "again" } : undefined;
  }
}
