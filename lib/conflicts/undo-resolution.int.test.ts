import { beforeEach, expect, it } from "vitest";
import { POST as undoOne } from "@/app/api/sync/conflicts/[id]/undo/route";
import { call, makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { listRecords } from "@/lib/records";
import { resolveConflict } from "./resolve-conflict";
import { type ConflictBed, openConflictBed } from "./testing/conflict-bed";

environmentForTests();
let bed: ConflictBed;

beforeEach(async () => {
  bed = await openConflictBed();
});

const theirs = { birthDate: "1990-01-01" };
const contest = () => bed.contest({ dateOfBirth: "2000" }, theirs);

function undo(id: string, caller = bed.admin) {
  return call("POST", undoOne, { caller, id, body: { reason: "wrong patient" } });
}

async function decide(id: string, strategy: "USE_LOCAL" | "USE_REMOTE" | "IGNORE"): Promise<void> {
  await resolveConflict(bed.actor, id, { strategy, reason: "because", fields: {} });
}

it.each(["USE_LOCAL", "USE_REMOTE", "IGNORE"] as const)(
  "opens a conflict that was decided by %s again, with both sides as they were",
  async (strategy) => {
    const shown = await contest();
    await decide(shown.id, strategy);
    const { status, json } = await undo(shown.id);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      id: shown.id,
      status: "OPEN",
      strategy: null,
      resolvedAt: null,
      resolvedBy: null,
    });
    expect(json.fields).toMatchObject([{ base: "1987-09-12", local: "2000", remote: "1990-01-01" }]);
    expect((await bed.record()).data.dateOfBirth).toBe("2000");
    expect(await bed.pull(theirs)).toEqual({ conflicted: 1 });
    expect((await bed.newest()).id).toBe(shown.id);
    await decide(shown.id, "USE_REMOTE");
    expect(await bed.pull(theirs)).toEqual({ unchanged: 1 });
  },
);

it.each(["USE_REMOTE", "USE_LOCAL"] as const)(
  "deletes again what was deleted here before a decision by %s",
  async (strategy) => {
    await bed.pull();
    await bed.remove();
    await bed.pull(theirs);
    const { id } = await bed.newest();
    await decide(id, strategy);
    expect((await undo(id)).json).toMatchObject({ status: "OPEN", kind: "DELETED_LOCALLY" });
    expect((await listRecords(bed.actor, "patients", {}, { limit: 50, place: null })).data).toEqual([]);
  },
);

it("is refused for an open conflict and once either side has changed", async () => {
  const refusal = { code: "undo_impossible" };
  const { id } = await contest();
  expect(await undo(id)).toMatchObject({ status: 409, json: refusal });
  await decide(id, "USE_LOCAL");
  await bed.pull({ ...theirs, gender: "female" });
  expect(await undo(id)).toMatchObject({ status: 409, json: refusal });
});

it("is refused once the record was edited", async () => {
  const { id } = await contest();
  await decide(id, "USE_REMOTE");
  await bed.edit({ gender: "other" });
  expect(await undo(id)).toMatchObject({ status: 409, json: { code: "undo_impossible" } });
  expect((await bed.record()).data).toMatchObject({ gender: "other", dateOfBirth: "1990-01-01" });
});

it("is refused to strangers and to those without the right", async () => {
  const { id } = await contest();
  await decide(id, "USE_REMOTE");
  expect((await call("POST", undoOne, { id, body: { reason: "x" } })).status).toBe(401);
  expect((await undo(id, await makeCaller("driver", bed.admin.organizationId))).status).toBe(403);
  expect((await undo(id, await makeCaller("admin"))).status).toBe(404);
  expect((await bed.newest()).status).toBe("RESOLVED");
});
