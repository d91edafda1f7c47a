/**
 * A whole pull from end to end for tests: simulated vendors, an own database and Redis, worker processes, and jobs
 * that are waited for by their rows.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { SimulatedVendor } from "@/lib/connectors/testing/simulated-vendor";
import { openTestEnvironment } from "@/lib/platform/testing/installation";
import { openRedis, type TestRedis } from "@/lib/platform/testing/redis";
import { endLeases } from "@/lib/queue/testing/end-leases";
import type { SandboxOptions } from "@/sandbox";
import { startEagerSandbox } from "@/sandbox/testing/eager-sandbox";
import { waitFor } from "@/scripts/services/wait-for";
import { listSyncErrors, readSyncJob, retrySyncJob, startSyncJob } from "..";
import { type SyncError, type SyncJobDetail, type SyncJobRequest, syncJobRequestSchema } from "../schema";
import { type Connection, type ConnectOptions, connect } from "./connection";
import { loadWorker, type WorkerProcess } from "./worker-process";

const ends: readonly string[] = ["COMPLETED", "FAILED", "CANCELLED", "NEEDS_APPROVAL", "PAUSED"];
const waitMs = 100_000;

interface BedOptions {
  readonly sandbox?: SandboxOptions;
  readonly environment?: Readonly<Record<string, string>>;
}

async function connectOwner(): Promise<Client> {
  const owner = new Client(process.env.DATABASE_URL);
  // A server that restarts closes it.
  owner.on("error", () => undefined);
  await owner.connect();
  return owner;
}

/** What a test waits for, and how the job is named in its complaint. */
export interface JobRef {
  readonly connection: Connection;
  readonly id: string;
}

export class SyncBed {
  private readonly workers = new Set<WorkerProcess>();

  private constructor(
    private readonly sandboxUrl: string,
    readonly redis: TestRedis,
    private client: Client,
    private readonly closeParts: () => Promise<void>,
  ) {}

  /** Epic, where a test is not about a vendor. */
  get vendor(): SimulatedVendor {
    return this.vendorOf("epic");
  }

  /** The simulated vendor of a connector. */
  vendorOf(connectorId: string): SimulatedVendor {
    return new SimulatedVendor(this.sandboxUrl, connectorId);
  }

  /** Sees and may do everything. */
  get owner(): Client {
    return this.client;
  }

  /** Opens the owner's connection anew, after the server has closed it. */
  async reconnect(): Promise<void> {
    this.client = await connectOwner();
  }

  /** Exports are ready at once and may be repeated unless `sandbox` says otherwise. */
  static async open({ sandbox: options, environment = {} }: BedOptions = {}): Promise<SyncBed> {
    const redis = await openRedis();
    const spool = await mkdtemp(join(tmpdir(), "carelane-spool-"));
    const product = await openTestEnvironment({
      REDIS_URL: redis.url,
      OUTBOUND_ALLOW: "127.0.0.1",
      SPOOL_DIR: spool,
      JOB_BACKOFF_MS: "50",
      OUTBOUND_TIMEOUT_MS: "1500",
      ...environment,
    });
    const sandbox = await startEagerSandbox(options);
    return new SyncBed(sandbox.url, redis, await connectOwner(), async () => {
      await sandbox.close();
      await product.close();
      await redis.close();
      await rm(spool, { recursive: true, force: true });
    });
  }

  async close(): Promise<void> {
    await this.killWorkers();
    await this.client.end();
    await this.closeParts();
  }

  /** Loads a worker that begins when it is told to. */
  loadWorker(): WorkerProcess {
    const worker = loadWorker();
    this.workers.add(worker);
    return worker;
  }

  startWorker(): WorkerProcess {
    const worker = this.loadWorker();
    worker.begin();
    return worker;
  }

  /** Ends a worker as a crash would, and lets the next take over at once. */
  async replace(worker: WorkerProcess, next: WorkerProcess): Promise<void> {
    await worker.kill();
    await endLeases(this.owner);
    next.begin();
  }

  async killWorkers(): Promise<void> {
    await Promise.all([...this.workers].map((worker) => worker.kill()));
    this.workers.clear();
  }

  connect({
    connector = "epic",
    ...options
  }: ConnectOptions & { connector?: string } = {}): Promise<Connection> {
    return connect(this.vendorOf(connector), options);
  }

  /** Starts a job: everything, unless `request` says what. */
  async start(connection: Connection, request: Partial<SyncJobRequest> = {}): Promise<JobRef> {
    const { actor, integrationId } = connection;
    const whole = syncJobRequestSchema.parse({
      type: "FULL_SYNC",
      ehrConnectionId: integrationId,
      ...request,
    });
    return { connection, id: (await startSyncJob(actor, whole)).id };
  }

  read({ connection, id }: JobRef): Promise<SyncJobDetail> {
    return readSyncJob(connection.actor, id);
  }

  /** The job's state as soon as `check` holds for it. */
  async until(job: JobRef, check: (state: SyncJobDetail) => boolean): Promise<SyncJobDetail> {
    let last: SyncJobDetail | undefined;
    const found = await waitFor(
      async () => {
        last = await this.read(job).catch(() => last);
        return last && check(last) && last;
      },
      { timeoutMs: waitMs, pollMs: 20 },
    );
    if (found) return found;
    throw new Error(`The job never came there: ${JSON.stringify({ ...last, steps: last?.steps.length })}`);
  }

  /** How many records a job has dealt with; without end when it has ended. The job itself is not slowed down. */
  async processed({ id }: JobRef): Promise<number> {
    const { rows } = await this.owner.query<{ processed: number; ended: boolean }>(
      "select processed::int, finished_at is not null as ended from sync_jobs where id = $1",
      [id],
    );
    const [job] = rows;
    return job?.ended ? Number.POSITIVE_INFINITY : (job?.processed ?? 0);
  }

  /** Resolves when the job has dealt with so many records at least. */
  async untilProcessed(job: JobRef, records: number): Promise<void> {
    const isThere = async () => (await this.processed(job)) >= records;
    if (await waitFor(isThere, { timeoutMs: waitMs, pollMs: 10 })) return;
    throw new Error(`The job stood still before ${records} records`);
  }

  /** The job once nothing more happens to it by itself. */
  untilEnded(job: JobRef): Promise<SyncJobDetail> {
    return this.until(job, ({ status }) => ends.includes(status));
  }

  /** Runs a job from start to end. */
  async run(connection: Connection, request: Partial<SyncJobRequest> = {}): Promise<SyncJobDetail> {
    return this.untilEnded(await this.start(connection, request));
  }

  /** A new job for what is left of an ended one. */
  async retry({ connection, id }: JobRef): Promise<JobRef> {
    return { connection, id: (await retrySyncJob(connection.actor, id)).id };
  }

  /** Ends every wait of the queue, as if its time had come. */
  async wakeUp(): Promise<void> {
    await this.owner.query("update queue_jobs set run_at = now() where state = 'delayed'");
  }

  /** The records a job could not take in. */
  async errors({ connection, id }: JobRef): Promise<SyncError[]> {
    return (await listSyncErrors(connection.actor, id, 200, null)).data;
  }
}
