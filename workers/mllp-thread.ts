/** The program of the thread in which senders of HL7 v2 are answered. Ends when it is told to stop. */
import { parentPort } from "node:worker_threads";
import { closePool } from "@/lib/platform/db";
import { closeRedis } from "@/lib/platform/redis";
import { openPorts } from "./mllp-ports";
import { refusalOf } from "./refusal";

const stopMs = 10_000;

const ports = openPorts((error) => parentPort?.postMessage(refusalOf(error)));

parentPort?.once("message", async () => {
  await ports.close(stopMs);
  await closeRedis("quick");
  await closePool();
  // Of a thread it ends the thread alone.
  process.exit(0);
});
