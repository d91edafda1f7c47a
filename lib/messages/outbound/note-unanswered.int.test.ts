import { expect, it } from "vitest";
import { adminOf } from "@/lib/auth/testing/actors";
import { nowMs, setClock } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { performNow } from "@/lib/queue/testing/perform";
import { findUnansweredHandler } from "../handlers/find-unanswered";
import { factsOf, readBody } from "../hl7v2/facts";
import { readMessage } from "../read-message";
import { storeOutgoing } from "./sent-messages";

const installation = installationForTests();

const body = Buffer.from(
  "MSH|^~\\&|CARELANE||EHR||20260501||ADT^A31^ADT_A05|C1|P|2.5.1\rPID|1||7||Doe^Jane\r",
);

/** A message as a process leaves it that ended so many milliseconds ago, while it waited for the answer. */
async function leftBehind(organizationId: string, agoMs: number): Promise<string> {
  const then = nowMs() - agoMs;
  const restore = setClock(() => then);
  try {
    const { uniqueBy: _, ...facts } = factsOf(readBody(body));
    return await storeOutgoing({ organizationId, integrationId: newId() }, { kind: "hl7v2", ...facts, body });
  } finally {
    restore();
  }
}

it("notes of messages that nobody waits for any more that no answer is known, and leaves those that are under way or wait in a queue", async () => {
  const organizationId = await installation.addOrganization();
  const lost = await leftBehind(organizationId, 3 * env().OUTBOUND_TIMEOUT_MS);
  const underWay = await leftBehind(organizationId, env().OUTBOUND_TIMEOUT_MS);
  const queued = await leftBehind(organizationId, 3 * env().OUTBOUND_TIMEOUT_MS);
  await installation.owner.query("update messages set next_attempt_at = now() where id = $1", [queued]);
  await performNow(findUnansweredHandler, {});
  const actor = adminOf(organizationId);
  expect(await readMessage(actor, lost)).toMatchObject({
    processing: "FAILED",
    ack: { code: null, state: "UNDELIVERED" },
    timeline: [{ event: "answer_lost" }],
    errors: [{ code: "sender_ended" }],
  });
  for (const id of [underWay, queued]) {
    expect(await readMessage(actor, id)).toMatchObject({ processing: "PROCESSING", timeline: [] });
  }
});
