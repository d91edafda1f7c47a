/**
 * An embedded PostgreSQL: real server binaries from npm under our own life cycle. It outlives a supervisor that
 * crashes and is taken over by the next one.
 */
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, realpathSync } from "node:fs";
import { chown, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";
import { isAlive } from "../../process-identity.mjs";
import { freePort } from "../ports";
import { worksIn } from "../process-folder";
import { SetupError } from "../setup-error";
import { waitFor } from "../wait-for";
import { type Account, serverAccount } from "./account";
import { clusterFolder, createCluster, endOrphans, owner, readPostmaster } from "./cluster";
import { type Place, placeServer } from "./place";

const databaseName = "carelane";
const launchAttempts = 5;
/** A server that repairs itself after a crash may need this long before it lets anyone in. */
const startLimitMs = 60_000;

interface PostgresServer {
  /** The owner's login to the database `carelane`. */
  readonly url: string;
  stop(): Promise<void>;
}

interface PostgresOptions {
  /** Absolute path of the data folder. */
  readonly dataFolder: string;
  readonly password: string;
  /** False for tests: faster, and a crash of the machine may lose data. */
  readonly durable: boolean;
}

interface Launch {
  readonly place: Place;
  readonly account: Account | undefined;
  readonly options: PostgresOptions;
}

function urlOf(port: number, password: string, database: string): string {
  return `postgresql://${owner}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

async function query(url: string, sql: string): Promise<string | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** True when the server at this port lets us in and serves this cluster. */
async function serves(port: number, password: string, cluster: string): Promise<boolean> {
  const folder = await query(urlOf(port, password, "postgres"), "show data_directory").catch(() => undefined);
  return folder !== undefined && existsSync(folder) && realpathSync(folder) === realpathSync(cluster);
}

/** A living server of this cluster that an earlier supervisor left. */
async function findRunning({ place, options }: Launch): Promise<number | undefined> {
  const cluster = clusterFolder(place);
  const postmaster = await readPostmaster(cluster);
  if (!postmaster || !isAlive(postmaster.pid)) return undefined;
  const answers = await waitFor(() => serves(postmaster.port, options.password, cluster), {
    timeoutMs: 5_000,
  });
  return answers ? postmaster.port : undefined;
}

function settings(port: number, durable: boolean): string[] {
  const values = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 200,
    shared_buffers: "256MB",
    // A young server has no old log files to use again, and filling each new one holds commits up for 50 ms.
    wal_init_zero: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    // Statements and the DETAIL of an error quote values, and values may be a patient's.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

async function readLogFrom(file: string, offset: number): Promise<string> {
  return (await readFile(file)).subarray(offset).toString("utf8");
}

/** Starts the server once; answers undefined when it came up, else what its log says. */
async function launch({ place, account, options }: Launch, port: number): Promise<string | undefined> {
  const logFile = path.join(place.home, "server.log");
  const log = openSync(logFile, "a", 0o600);
  if (account) await chown(logFile, account.uid, account.gid);
  const { size } = await stat(logFile);
  const server = spawn(
    path.join(place.bin, "postgres"),
    ["-D", clusterFolder(place), ...settings(port, options.durable)],
    { ...account, cwd: place.home, detached: true, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  server.unref();
  let failure: string | undefined;
  server.once("error", (error) => {
    failure = error.message;
  });
  server.once("exit", () => {
    failure ??= "";
  });
  await waitFor(
    async () => failure !== undefined || (await serves(port, options.password, clusterFolder(place))),
    { timeoutMs: startLimitMs },
  );
  return failure === undefined ? undefined : failure || readLogFrom(logFile, size);
}

async function start(plan: Launch): Promise<number> {
  const running = await findRunning(plan);
  if (running) return running;
  let reason = "";
  for (let attempt = 0; attempt < launchAttempts; attempt += 1) {
    await endOrphans(realpathSync(clusterFolder(plan.place)));
    const port = await freePort();
    const failure = await launch(plan, port);
    if (failure === undefined) return port;
    reason = failure;
  }
  throw new SetupError(
    `The embedded PostgreSQL did not start. Set DATABASE_URL to use another one.\n${reason.trim()}`,
  );
}

/** Stops the server of the cluster in `home`, whoever started it; does nothing when none runs. */
export async function stopPostgresIn(home: string): Promise<void> {
  const cluster = path.join(home, "cluster");
  const postmaster = await readPostmaster(cluster);
  if (!postmaster || !(await worksIn(postmaster.pid, cluster))) return;
  // Fast: open transactions are rolled back. Immediate: as after a crash. The kernel's signal comes last.
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (!isAlive(postmaster.pid)) return;
    process.kill(postmaster.pid, signal);
    if (await waitFor(() => !isAlive(postmaster.pid), { timeoutMs: 10_000 })) return;
  }
}

/** Makes the cluster and the database when they are not there, and starts or takes over the server. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const account = await serverAccount();
  const place = await placeServer(options.dataFolder, account);
  await createCluster(place, options.password, account);
  const port = await start({ place, account, options });
  const admin = urlOf(port, options.password, "postgres");
  const exists = await query(admin, `select 1 from pg_database where datname = '${databaseName}'`);
  if (!exists) await query(admin, `create database ${databaseName}`);
  return { url: urlOf(port, options.password, databaseName), stop: () => stopPostgresIn(place.home) };
}
