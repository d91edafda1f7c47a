/** A worker process for the tests that kill it: each job leaves one effect, `poison` ends the process. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { withOrganization } from "@/lib/platform/db";
import { defineJob, handle } from "..";
import { startWorkers } from "../runtime";
import { fastTiming } from "./timing";

export const crashable = defineJob({
  name: "test.crashable",
  queue: "webhooks",
  payload: z.object({ organizationId: z.guid(), label: z.string() }),
});

if (process.argv[2] === "run") {
  startWorkers({
    roles: ["webhooks", "relay"],
    timing: fastTiming,
    handlers: [
      handle(crashable, async (context) => {
        const { organizationId, label } = context.payload;
        if (label === "poison") process.kill(process.pid, "SIGKILL");
        await sleep(10);
        await withOrganization({ organizationId }, async (tx) => {
          await context.complete(tx);
          await tx.execute("insert into test_effects (job_id, label, epoch) values ($1, $2, $3)", [
            context.jobId,
            label,
            context.epoch,
          ]);
        });
      }),
    ],
  });
}
