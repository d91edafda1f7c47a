/** `npm run demo [-- --port N --data DIR]`: everything, from nothing, until Ctrl-C. */
import { demoOptions } from "../demo/options";
import { printWelcome } from "../demo/print-welcome";
import { startDemo } from "../demo/start-demo";
import { runCommand } from "./run-command";

await runCommand(async (shutdown) => {
  const demoFile = await startDemo({ ...demoOptions(), mode: "production" }, shutdown);
  await printWelcome(demoFile);
  return shutdown.untilRequested();
});
