/** `npm run dev`: as the demo, with pages from their sources and a worker that follows every change. */
import { demoOptions } from "../demo/options";
import { printWelcome } from "../demo/print-welcome";
import { startDemo } from "../demo/start-demo";
import { loadEnvFile } from "../services/variable";
import { runCommand } from "./run-command";

await runCommand(async (shutdown) => {
  loadEnvFile();
  const demoFile = await startDemo({ ...demoOptions(), mode: "development" }, shutdown);
  await printWelcome(demoFile);
  return shutdown.untilRequested();
});
