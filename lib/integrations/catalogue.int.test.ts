import { describe, expect, it } from "vitest";
import { PUT as change } from "@/app/api/integrations/[id]/route";
import { GET as connector } from "@/app/api/integrations/connectors/[id]/route";
import { GET as connectorsList } from "@/app/api/integrations/connectors/route";
import { GET as stats } from "@/app/api/integrations/connectors-stats/route";
import { beforeEachTest, type Caller, call } from "./testing/routes";

let admin: Caller;
let id: string;

beforeEachTest((stage) => {
  ({ admin, id } = stage);
});

describe("the catalogue", () => {
  it("shows what a connector can do, what its form asks and whether the vendor must approve", async () => {
    const { json } = await call("GET", connectorsList, { caller: admin });
    expect(json.nextCursor).toBeNull();
    const epic = await call("GET", connector, { caller: admin, id: "epic" });
    expect(epic.json).toMatchObject({ id: "epic", provider: "Epic Systems", requiresApproval: true });
    expect(epic.json.approvalNote).toBeTruthy();
    expect(epic.json.supportedEntities).toContainEqual(
      expect.objectContaining({ entity: "patients", remoteEntity: "Patient", changeDetection: "hash" }),
    );
    expect(epic.json.fields).toContainEqual(
      expect.objectContaining({ name: "clientId", required: true, secret: false }),
    );
    expect(epic.json.fields).toContainEqual(expect.objectContaining({ name: "clientSecret", secret: true }));
    expect((await call("GET", connector, { caller: admin, id: "nobody" })).status).toBe(404);
  });

  it("counts what there is and what is in use", async () => {
    await call("PUT", change, { caller: admin, id, body: { status: "active" } });
    const { json } = await call("GET", stats, { caller: admin });
    expect(json).toMatchObject({ inUse: 1, integrations: { active: 1, paused: 0, error: 0 } });
    expect(json.byType.ehr).toBeGreaterThanOrEqual(1);
    expect(json.total).toBeGreaterThanOrEqual(json.requiringApproval);
  });
});
