import { describe, expect, it } from "vitest";
import { PUT as change, GET as readOne } from "@/app/api/integrations/[id]/route";
import { beforeEachTest, type Caller, call } from "./testing/routes";

let admin: Caller;
let id: string;

beforeEachTest((stage) => {
  ({ admin, id } = stage);
});

describe("a changed integration", () => {
  it("says when its schedule comes round next, once it is active and synchronises", async () => {
    const schedule = { cron: "0 6 * * *", timeZone: "UTC" };
    const configuring = await call("PUT", change, {
      caller: admin,
      id,
      body: { schedule, syncStrategy: "batch", syncEnabled: true },
    });
    expect(configuring.json.nextRunAt).toBeNull();
    const active = await call("PUT", change, { caller: admin, id, body: { status: "active" } });
    expect(active.json.nextRunAt).toMatch(/T06:00:00.000Z$/);
    expect(Date.parse(active.json.nextRunAt)).toBeGreaterThan(Date.now());
  });

  it("refuses a change by someone who saw another state, and takes it from one who names the present", async () => {
    const seen = (await call("GET", readOne, { caller: admin, id })).headers.get("etag") ?? "";
    const headers = { "if-match": seen };
    const first = await call("PUT", change, { caller: admin, id, body: { name: "First" }, headers });
    expect(first.status).toBe(200);
    const late = await call("PUT", change, { caller: admin, id, body: { name: "Late" }, headers });
    expect(late).toMatchObject({ status: 412, json: { code: "integration_changed" } });
    const again = await call("PUT", change, {
      caller: admin,
      id,
      body: { name: "Second" },
      headers: { "if-match": first.headers.get("etag") ?? "" },
    });
    expect(again.json.name).toBe("Second");
  });
});
