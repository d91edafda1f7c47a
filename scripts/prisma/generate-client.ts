/** The generated Prisma client is not in the repository; it is made when the schema or Prisma itself changed. */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { withLock } from "../process-lock.mjs";
import { runPrismaOffline } from "./cli";
import { readPresentSchema } from "./schema-snapshot";

const stampFile = "prisma/generated/schema.sha256";
const lockFile = "node_modules/.carelane-generating";

async function hashOfSchema(): Promise<string> {
  const { version } = JSON.parse(await readFile("node_modules/prisma/package.json", "utf8"));
  return createHash("sha256")
    .update(version)
    .update(await readPresentSchema())
    .digest("hex");
}

async function isGenerated(hash: string): Promise<boolean> {
  return (await readFile(stampFile, "utf8").catch(() => "")) === hash;
}

/** Generates the client unless it is there. Starts at the same moment do it once. */
export async function generateClient(): Promise<void> {
  const hash = await hashOfSchema();
  if (await isGenerated(hash)) return;
  await withLock(lockFile, async () => {
    if (await isGenerated(hash)) return;
    await runPrismaOffline(["generate"]);
    await writeFile(stampFile, hash);
  });
}
