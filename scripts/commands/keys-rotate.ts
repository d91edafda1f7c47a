/**
 * `npm run keys:rotate`: seals every data key anew with the first key of CARELANE_KEYS. Afterwards the older keys may
 * leave the list.
 */
import { rotateKeys } from "@/lib/platform/crypto";
import { closePool } from "@/lib/platform/db";
import { loadEnvFile } from "../services/variable";
import { runCommand } from "./run-command";

await runCommand(async (shutdown) => {
  loadEnvFile();
  shutdown.add("The database connection", closePool);
  await rotateKeys();
  console.log(
    "Every data key is sealed with the first key of CARELANE_KEYS. Older keys may leave the list now.",
  );
  return true;
});
