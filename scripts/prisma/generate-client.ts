/** The generated Prisma client is not in the repository; it is made when the schema or Prisma itself changed. */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { runPrismaOffline } from "./cli";
import { readPresentSchema } from "./schema-snapshot";

const stampFile = "prisma/generated/schema.sha256";

export async function generateClient(): Promise<void> {
  const { version } = JSON.parse(await readFile("node_modules/prisma/package.json", "utf8"));
  const hash = createHash("sha256")
    .update(version)
    .update(await readPresentSchema())
    .digest("hex");
  const generated = await readFile(stampFile, "utf8").catch(() => "");
  if (generated === hash) return;
  await runPrismaOffline(["generate"]);
  await writeFile(stampFile, hash);
}
