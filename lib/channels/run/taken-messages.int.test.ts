import { describe, expect, it } from "vitest";
import { listAudit } from "@/lib/audit";
import { adminOf } from "@/lib/auth/testing/actors";
import { type Caller, makeCaller } from "@/lib/integrations/testing/routes";
import { type ChannelStage, stageForTests, until } from "../testing/stage";

let stage: ChannelStage;
let admin: Caller;
let path: string;
const { post, jsons, takenStates } = stageForTests((scene) => {
  ({ stage, admin, path } = scene);
});

describe("what a person does about messages that failed", () => {
  it("lets them be, one or all, and goes through all others again", async () => {
    const { id } = await stage.channel(admin, {
      filter: "n >= 0 ? true : $error('no')",
      destinations: [stage.toHttp(path)],
    });
    for (const n of ["a", "b", "c"]) await post(id, { n });
    await until(async () => expect(await takenStates(id)).toEqual(["FAILED", "FAILED", "FAILED"]));
    const [, , oldest] = await stage.taken(admin, id);
    const dismiss = (body: object) => stage.call("POST", `/${id}/messages/dismiss`, admin, body);
    const one = { messageIds: [oldest?.messageId] };
    expect(await dismiss(one)).toMatchObject({ status: 200, json: { count: 1 } });
    expect((await dismiss(one)).json).toEqual({ count: 0 });
    expect(await takenStates(id)).toEqual(["DISMISSED", "FAILED", "FAILED"]);
    expect(await stage.read(admin, id)).toMatchObject({ failed: 2 });

    await stage.call("PUT", `/${id}`, admin, { filter: null });
    const retryAll = () => stage.call("POST", `/${id}/messages/retry`, admin);
    expect(await retryAll()).toMatchObject({ status: 202, json: { count: 2 } });
    await until(() => expect(jsons().map(({ n }) => n)).toEqual(["b", "c"]));
    expect((await retryAll()).json).toEqual({ count: 0 });
    expect((await dismiss({})).json).toEqual({ count: 0 });
    await stage.call("POST", `/${id}/messages/${oldest?.messageId}/retry`, admin);
    await until(() => expect(jsons().map(({ n }) => n)).toEqual(["b", "c", "a"]));
    const deeds = ["channel.messages_dismissed", "channel.messages_retried"];
    for (const action of deeds) {
      const { data } = await listAudit(adminOf(admin.organizationId), { action }, { limit: 10 });
      expect(data).toHaveLength(1);
    }
  });

  it("dismisses and retries for nobody who may only look, nor for another organization", async () => {
    const { id } = await stage.channel(admin);
    const reader = await makeCaller("lab_staff", admin.organizationId);
    const stranger = await stage.admin();
    for (const deed of ["dismiss", "retry"]) {
      expect((await stage.call("POST", `/${id}/messages/${deed}`, reader, {})).status).toBe(403);
      expect((await stage.call("POST", `/${id}/messages/${deed}`, stranger, {})).status).toBe(404);
    }
  });
});
