import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Caller } from "@/lib/integrations/testing/routes";
import { hl7, makeSender } from "@/lib/messages/testing/senders";
import { withSystem } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { ChannelStage } from "../testing/stage";

let stage: ChannelStage;
beforeAll(async () => {
  stage = await ChannelStage.open();
  await stage.stopWorkers();
});
afterAll(() => stage.close());

let admin: Caller;
beforeEach(async () => {
  admin = await stage.admin();
  await makeSender(admin.organizationId, { sendingApplication: "LAB", sendingFacility: "MAIN" });
});

const stored = (name: string) =>
  stage.receive(hl7(admin.organizationId, "ADT^A04", [`PID|1||77123^^^MAIN^MR||${name}^Ada`]));
const test = (id: string, body: object, caller = admin) => stage.call("POST", `/${id}/test`, caller, body);

it("tells of each message what would become of it, sends nothing, and is in the trail", async () => {
  const { id } = await stage.channel(admin, {
    source: { kind: "mllp" },
    filter: "PID.`5.1` != 'Bell'",
    mapping: { rules: [{ target: "PID-5.1", source: "PID-5.1", transform: "uppercase" }] },
    destinations: [stage.toHttp("/never")],
  });
  const [first, second, unknown] = [await stored("Okafor"), await stored("Bell"), newId()];
  const { status, json } = await test(id, { messageIds: [first, second, unknown] });
  expect(status).toBe(200);
  expect(json.data).toEqual([
    {
      messageId: first,
      filtered: false,
      output: expect.stringContaining("OKAFOR^Ada"),
      outputKind: "hl7v2",
      errors: [],
    },
    { messageId: second, filtered: true, output: null, outputKind: null, errors: [] },
    {
      messageId: unknown,
      filtered: false,
      output: null,
      outputKind: null,
      errors: [{ path: "", message: "There is no such message." }],
    },
  ]);
  expect((await stage.taken(admin, id)).map(({ state }) => state)).toEqual(["WAITING", "WAITING"]);
  expect(await stage.deliveries(admin, id)).toEqual([]);
  const { rows } = await stage.owner.query(
    "select record_id, target from audit_events where organization_id = $1 and action = 'messages.read' order by id",
    [admin.organizationId],
  );
  expect(rows.map(({ record_id }) => record_id).toSorted()).toEqual([first, second].toSorted());
  expect(rows[0]?.target).toEqual({ channelId: id });
});

it("tries a definition that is not saved, and tells what is wrong with it", async () => {
  const { id } = await stage.channel(admin, { source: { kind: "mllp" }, filter: "false" });
  const messageIds = [await stored("Okafor")];
  const tried = await test(id, { messageIds, definition: { filter: null, mapping: { to: "fhir" } } });
  expect(tried.json.data).toMatchObject([
    { filtered: false, output: { resourceType: "Bundle", type: "message" } },
  ]);
  expect((await test(id, { messageIds, definition: { filter: "(" } })).json).toMatchObject({
    status: 422,
    code: "channel_invalid",
    errors: [{ path: "filter" }],
  });
  const failed = await test(id, { messageIds, definition: { filter: "$error('x')" } });
  expect(failed.json.data).toMatchObject([{ output: null, errors: [{ path: "filter" }] }]);
  expect(await stage.read(admin, id)).toMatchObject({ version: 1, filter: "false" });
});

it("shows nothing to who may not see messages, and no message of others", async () => {
  const { id } = await stage.channel(admin, { source: { kind: "mllp" } });
  const messageIds = [await stored("Okafor")];
  const stranger = await stage.admin();
  const own = await stage.channel(stranger);
  expect((await test(own.id, { messageIds }, stranger)).json.data[0].errors[0].message).toMatch(
    /no such message/,
  );
  await withSystem("seed", (tx) =>
    tx.execute("update api_keys set scopes = '{channels:write}' where organization_id = $1", [
      admin.organizationId,
    ]),
  );
  expect((await test(id, { messageIds })).status).toBe(403);
});
