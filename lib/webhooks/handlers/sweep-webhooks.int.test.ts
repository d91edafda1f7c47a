import { afterAll, beforeAll, expect, it } from "vitest";
import { systemActor } from "@/lib/auth";
import { newId } from "@/lib/platform/ids";
import { performNow } from "@/lib/queue/testing/perform";
import { createRecord } from "@/lib/records";
import { Stage, until } from "../outbound/testing/stage";
import { sweepWebhooksHandler } from "./sweep-webhooks";

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const sweep = () => performNow(sweepWebhooksHandler, {});

it("deletes what is a month old, and sends what was forgotten", async () => {
  const organizationId = newId();
  const key = await stage.admin(organizationId);
  const actor = systemActor(organizationId, { kind: "system", id: organizationId, name: "Test" });
  const { id } = await stage.subscribe(key, `/${organizationId}`);
  const log = async () => (await stage.deliveries(key, id)).map((delivery) => delivery.status);
  for (let delivered = 1; delivered <= 2; delivered += 1) {
    await createRecord(actor, "patients", { lastName: "Lopez" });
    await until(async () => expect(await log()).toEqual(Array(delivered).fill("DELIVERED")));
  }
  const [younger, older] = await stage.deliveries(key, id);
  await stage.owner.query("update webhook_events set at = now() - interval '31 days' where id = $1", [
    older?.eventId,
  ]);
  await stage.owner.query(
    `update webhook_deliveries set status = 'PENDING', finished_at = null, next_attempt_at = now() - interval '1 hour'
      where id = $1`,
    [younger?.id],
  );
  expect(await sweep()).toBeUndefined();
  await until(async () => expect(await log()).toEqual(["DELIVERED"]));
  expect((await stage.deliveries(key, id))[0]).toMatchObject({ id: younger?.id, attempts: [{}, {}] });
});
