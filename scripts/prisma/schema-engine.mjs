#!/usr/bin/env node
/**
 * Prisma's schema engine as its WASM build, behind the command line and the line protocol of the native binary.
 *
 * Prisma's CLI wants a native engine from a download host that closed networks do not reach. The same engine lies in
 * the npm package @prisma/schema-engine-wasm. prisma.config.ts names this script as PRISMA_SCHEMA_ENGINE_BINARY, and
 * `prisma generate` and `prisma migrate diff` work from the package mirror alone.
 *
 * Protocol: one JSON-RPC object per line on stdin; `{id, result}` or `{id, error}` per line on stdout.
 * Not possible through it: introspection (the driver adapter maps no "char" column), hence `migrate dev`.
 */
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";

/** The CLI's method names that the WASM engine spells differently. */
const RENAMED_METHODS = { getDatabaseVersion: "version" };

/** The package exports its glue code only; the binary lies beside it and is joined by hand. */
async function loadEngineClass() {
  const binary = new URL(
    "./schema_engine_bg.wasm",
    import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg"),
  );
  const { instance } = await WebAssembly.instantiate(await readFile(fileURLToPath(binary)), {
    "./schema_engine_bg.js": glue,
  });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}

/**
 * The engine opens a connection and asks for the server's version before it looks at its task. Comparing two schemas
 * needs no more than that, so without a URL it meets a database that knows its version and refuses all else.
 */
const noDatabase = {
  provider: "postgres",
  adapterName: "no-database",
  connect: async () => ({
    provider: "postgres",
    adapterName: "no-database",
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
    queryRaw: async ({ sql }) => (sql.includes("server_version_num") ? oldestSupportedServer : refuse()),
    executeRaw: refuse,
    executeScript: refuse,
    dispose: async () => {},
  }),
};

/** The row «schema public exists, version text, version number»: migrations are written for PostgreSQL 15. */
const oldestSupportedServer = {
  columnNames: ["exists", "version", "numeric_version"],
  columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
  rows: [[true, "PostgreSQL 15.0", 150000]],
};

async function refuse() {
  throw new Error("This command needs a database: set DATABASE_URL.");
}

function adapterFor(datasource) {
  const { url } = JSON.parse(datasource ?? "{}");
  return bindMigrationAwareSqlAdapterFactory(url ? new PrismaPg({ connectionString: url }) : noDatabase);
}

function send(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function createEngine(datamodelPaths, datasource) {
  const SchemaEngine = await loadEngineClass();
  // The engine takes no list of schemas, or one that holds something.
  const datamodels = datamodelPaths && (await Promise.all(datamodelPaths.map(readDatamodel)));
  return SchemaEngine.new({ datamodels }, () => {}, adapterFor(datasource));
}

async function readDatamodel(path) {
  return [path, await readFile(path, "utf8")];
}

async function answer(engine, { id, method, params }) {
  try {
    const ready = await engine;
    const result = await ready[RENAMED_METHODS[method] ?? method](params);
    // The CLI prints a diff that arrives as a message of its own and ignores the one inside the result.
    if (method === "diff" && result.stdout) {
      send({ jsonrpc: "2.0", id: 0, method: "print", params: { content: result.stdout } });
    }
    send({ jsonrpc: "2.0", id, result: result ?? {} });
  } catch (error) {
    const data = { message: error.message, error_code: error.code, is_panic: false };
    send({ jsonrpc: "2.0", id, error: { code: 4466, message: error.message, data } });
  }
}

/** The WASM code hands the text of a panic over before it stops; the CLI reads it as a log line. */
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message: (message) =>
    process.stderr.write(`${JSON.stringify({ level: "ERROR", fields: { message } })}\n`),
};

async function main() {
  const { values, positionals } = parseArgs({
    strict: false,
    allowPositionals: true,
    options: { datamodels: { type: "string", multiple: true }, datasource: { type: "string" } },
  });
  // `cli can-connect-to-database`: whether a database answers shows when the first statement runs.
  if (positionals[0] === "cli") return;

  let engine;
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line);
    if (!message.method) continue;
    // Made for the first request and not before it, so that the CLI is told why it failed.
    engine ??= createEngine(values.datamodels, values.datasource);
    await answer(engine, message);
  }
}

await main();
