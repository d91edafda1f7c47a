/** `npm run lock:complete`, after `npm install`: enters the packages of other platforms that npm left out. */
import { readFile, writeFile } from "node:fs/promises";
import { completeLockFile } from "../checks/other-platforms";
import { runCommand } from "./run-command";

await runCommand(async () => {
  await writeFile("package-lock.json", completeLockFile(await readFile("package-lock.json", "utf8")));
  return true;
});
