/** The folder a demo or a developer's own services live in: databases, secrets, demo.json. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, realpath, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { tryLock, unlock } from "../process-lock.mjs";
import { SetupError } from "./setup-error";

const demoRoles = ["admin", "lab_staff", "clinic_staff", "dispatcher", "driver"] as const;
const dentalSystems = ["dentrix", "opendental", "eaglesoft"] as const;

const secretsSchema = z.object({
  /** CARELANE_KEYS: `id:base64 of 32 bytes`. */
  keys: z.string(),
  nextAuthSecret: z.string(),
  postgresPassword: z.string(),
  redisPassword: z.string(),
  demo: z.object({
    passwords: z.record(z.enum(demoRoles), z.string()),
    apiKey: z.string(),
    webhookSecrets: z.record(z.enum(dentalSystems), z.string()),
  }),
});

type Secrets = z.infer<typeof secretsSchema>;

export interface DataFolder {
  /** Absolute, without symbolic links. */
  readonly path: string;
  readonly secrets: Secrets;
  /** Lets another command use the folder. */
  release(): void;
}

function randomText(byteCount: number): string {
  return randomBytes(byteCount).toString("base64url");
}

function randomFor<const Name extends string>(names: readonly Name[], byteCount: number) {
  return Object.fromEntries(names.map((name) => [name, randomText(byteCount)]));
}

function makeSecrets(): Secrets {
  return secretsSchema.parse({
    keys: `k${randomBytes(4).toString("hex")}:${randomBytes(32).toString("base64")}`,
    nextAuthSecret: randomText(48),
    postgresPassword: randomText(24),
    redisPassword: randomText(24),
    demo: {
      passwords: randomFor(demoRoles, 12),
      apiKey: `cl_${randomText(32)}`,
      webhookSecrets: randomFor(dentalSystems, 32),
    },
  });
}

/** Made once: the database's content is sealed with these keys and useless without them. */
async function readOrMakeSecrets(folder: string): Promise<Secrets> {
  const file = path.join(folder, "secrets.json");
  if (existsSync(file)) return secretsSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const secrets = makeSecrets();
  await writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secrets;
}

/** Opens a data folder for this process alone, and makes it first when it is not there. */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  await mkdir(folder, { recursive: true });
  const absolute = await realpath(folder);
  const lock = path.join(absolute, "supervisor.lock");
  const holder = tryLock(lock);
  if (holder) {
    throw new SetupError(
      `Carelane already runs with the data folder ${folder} (process ${holder}). ` +
        "Stop it, or start a second one beside it: npm run demo -- --port 3100 --data .data/second",
    );
  }
  return { path: absolute, secrets: await readOrMakeSecrets(absolute), release: () => unlock(lock) };
}
