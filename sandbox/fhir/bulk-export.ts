/** Bulk Data export of a group as a real asynchronous job (HL7 Bulk Data Access, «Group level export»). */
import { randomBytes } from "node:crypto";
import { type ExportFile, exportedLines } from "@/sandbox/fhir/bulk-lines";
import type { Holdings } from "@/sandbox/fhir/holdings";

export interface BulkOptions {
  /** How long a job takes. */
  durationMs: number;
  /** Least time between two exports of one client and group; 0 allows any number. */
  minIntervalSeconds: number;
  linesPerFile: number;
  /** Whether `_since` leaves out what has not changed; else it is ignored. */
  obeysSince: boolean;
  /** Whether a client may run one job only. */
  oneAtATime: boolean;
  now: () => number;
}

export interface ExportJob {
  id: string;
  clientId: string;
  slot: string;
  request: string;
  startedAtMs: number;
  files: ExportFile[];
  /** Parameters that were not obeyed, told in the manifest's error file. */
  ignored: string[];
  polledAtMs: number;
}

type Progress = { percent: number; tooFast: boolean } | { percent: 100; job: ExportJob };

/** Seconds a client is asked to wait between two polls. */
export const pollSeconds = 1;
/** Clocks differ a little: a poll is too fast only below this part of the asked time. */
const pollTolerance = 0.8;
const keptJobs = 50;

export class BulkExports {
  readonly #jobs = new Map<string, ExportJob>();
  /** When the last export of each client and group began. */
  readonly #begun = new Map<string, number>();

  constructor(
    private readonly holdings: Holdings,
    private readonly options: BulkOptions,
  ) {}

  /** Seconds until this client may export this group again; 0 when it may now. */
  secondsToWait(clientId: string, groupId: string): number {
    const begunAtMs = this.#begun.get(`${clientId} ${groupId}`);
    if (begunAtMs === undefined) return 0;
    const readyAtMs = begunAtMs + this.options.minIntervalSeconds * 1_000;
    return Math.max(0, Math.ceil((readyAtMs - this.options.now()) / 1_000));
  }

  /** Whether the client has to wait for a job of its own to end. */
  isBusy(clientId: string): boolean {
    if (!this.options.oneAtATime) return false;
    return [...this.#jobs.values()].some((job) => job.clientId === clientId && !this.#isDone(job));
  }

  /** Begins a job over the records as they are now. */
  begin(clientId: string, groupId: string, request: URL): ExportJob {
    const types = request.searchParams.get("_type")?.split(",") ?? this.holdings.types();
    const filters = request.searchParams.getAll("_typeFilter").flatMap((value) => value.split(","));
    const since = request.searchParams.get("_since");
    const isObeyed = since !== null && this.options.obeysSince;
    const job: ExportJob = {
      id: randomBytes(16).toString("hex").toUpperCase(),
      clientId,
      slot: `${clientId} ${groupId}`,
      request: request.href,
      startedAtMs: this.options.now(),
      files: types.flatMap((type) => this.#filesOf(type, filters, isObeyed ? since : undefined)),
      ignored: since !== null && !isObeyed ? ["_since"] : [],
      polledAtMs: Number.NEGATIVE_INFINITY,
    };
    this.#jobs.set(job.id, job);
    this.#begun.set(job.slot, job.startedAtMs);
    const [oldest = ""] = this.#jobs.keys();
    if (this.#jobs.size > keptJobs) this.#jobs.delete(oldest);
    return job;
  }

  /** How far a job is, as the client learns it by asking now. */
  poll(id: string, clientId: string): Progress | undefined {
    const job = this.#jobOf(id, clientId);
    if (!job) return undefined;
    const now = this.options.now();
    const sinceLastMs = now - job.polledAtMs;
    job.polledAtMs = now;
    if (this.#isDone(job)) return { percent: 100, job };
    const percent = Math.floor(((now - job.startedAtMs) / this.options.durationMs) * 100);
    return { percent, tooFast: sinceLastMs < pollSeconds * 1_000 * pollTolerance };
  }

  /** Ends a job and forgets its files. One cancelled while it ran does not count as the client's export. */
  cancel(id: string, clientId: string): boolean {
    const job = this.#jobOf(id, clientId);
    if (!job) return false;
    if (!this.#isDone(job) && this.#begun.get(job.slot) === job.startedAtMs) this.#begun.delete(job.slot);
    return this.#jobs.delete(id);
  }

  /** The lines of one file, or undefined when there is no such file for this client, or for anyone. */
  lines(id: string, name: string, clientId?: string): Iterable<string> | undefined {
    const job = clientId === undefined ? this.#jobs.get(id) : this.#jobOf(id, clientId);
    const file = job && this.#isDone(job) ? job.files.find((f) => f.name === name) : undefined;
    return file && exportedLines(file);
  }

  ignoredBy(id: string, clientId: string): string[] {
    return this.#jobOf(id, clientId)?.ignored ?? [];
  }

  #jobOf(id: string, clientId: string): ExportJob | undefined {
    const job = this.#jobs.get(id);
    return job?.clientId === clientId ? job : undefined;
  }

  #isDone({ startedAtMs }: ExportJob): boolean {
    return this.options.now() - startedAtMs >= this.options.durationMs;
  }

  #filesOf(type: string, allFilters: string[], since: string | undefined): ExportFile[] {
    const list = this.holdings.frozen(type);
    const filters = allFilters.filter((filter) => filter.startsWith(`${type}?`));
    const { linesPerFile } = this.options;
    return Array.from({ length: Math.ceil(list.total / linesPerFile) }, (_, i) => {
      const offset = i * linesPerFile;
      const count = Math.min(linesPerFile, list.total - offset);
      return { name: `${type}-${i + 1}.ndjson`, type, list, offset, count, filters, since };
    });
  }
}
