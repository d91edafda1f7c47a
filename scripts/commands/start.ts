/** `npm start`: web and worker in production, on the PostgreSQL and Redis of the environment or of `.env`. */
import { migrate } from "@/lib/platform/db/migrate";
import { parseEnvironment } from "@/lib/platform/env";
import { generateClient } from "../prisma/generate-client";
import { buildWeb } from "../product/build-web";
import { startWeb, startWorker, waitUntilReady } from "../product/parts";
import { loadEnvFile, migrationUrl } from "../services/variable";
import { runCommand } from "./run-command";

await runCommand(async (shutdown) => {
  loadEnvFile();
  const { PORT, NEXTAUTH_URL } = parseEnvironment(process.env);
  await generateClient();
  const build = await buildWeb(shutdown.signal);
  shutdown.add("The build of the pages", async () => build.release());
  await migrate(migrationUrl(), { log: (name) => console.log(`Applying migration ${name}`) });
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  startWorker(env, shutdown);
  startWeb({ ...env, ...build.env }, shutdown);
  await waitUntilReady("web", `http://127.0.0.1:${PORT}/api/health/ready`, shutdown);
  console.log(`Carelane is ready: ${NEXTAUTH_URL}`);
  return shutdown.untilRequested();
});
