import { beforeEach, describe, expect, it } from "vitest";
import { GET as readOne } from "@/app/api/sync/conflicts/[id]/route";
import { GET as listAll } from "@/app/api/sync/conflicts/route";
import { call, makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { type ConflictBed, openConflictBed } from "./testing/conflict-bed";
import { undoResolution } from "./undo-resolution";

environmentForTests();
let bed: ConflictBed;

beforeEach(async () => {
  bed = await openConflictBed();
});

async function listed(query: string) {
  const { status, json } = await call("GET", listAll, { caller: bed.admin, query });
  expect(status).toBe(200);
  return json;
}

describe("a conflict", () => {
  it("shows both sides of what both changed, with the times the sides give and a severity", async () => {
    const shown = await bed.contest(
      { dateOfBirth: "2000" },
      { birthDate: "1990-01-01", meta: { lastUpdated: "2026-01-01T10:00:00Z" } },
    );
    const { json } = await call("GET", readOne, { caller: bed.admin, id: shown.id });
    expect(json).toEqual(shown);
    expect(json).toMatchObject({
      status: "OPEN",
      severity: "HIGH",
      kind: "FIELD",
      entity: "patients",
      recordId: (await bed.record()).id,
      label: "Lopez, Camila",
      integrationId: bed.pages.run.integrationId,
      ehrProvider: "epic",
      jobId: bed.pages.run.jobId,
      direction: "INBOUND",
      strategy: null,
      resolvedBy: null,
      pushJobId: null,
    });
    expect(json.fields).toEqual([
      expect.objectContaining({
        path: "dateOfBirth",
        base: "1987-09-12",
        local: "2000",
        remote: "1990-01-01",
        localChangedAt: (await bed.record()).updatedAt,
        remoteChangedAt: "2026-01-01T10:00:00.000Z",
      }),
    ]);
  });

  it("shows our side as it stands and the vendor's as last pulled, under another version", async () => {
    const before = await bed.contest({ dateOfBirth: "2000" }, { birthDate: "1990-01-01" });
    await bed.edit({ dateOfBirth: "2001" });
    const edited = await bed.newest();
    await bed.pull({ birthDate: "1991-01-01" });
    const pulled = await bed.newest();
    expect([edited.fields[0]?.local, pulled.fields[0]?.remote]).toEqual(["2001", "1991-01-01"]);
    expect(pulled.id).toBe(before.id);
    expect(new Set([before, edited, pulled].map((shown) => shown.detectedVersion)).size).toBe(3);
  });

  it("closes by itself when the sides come to agree, and no decision is left to take back", async () => {
    const { id } = await bed.contest({ dateOfBirth: "2000" }, { birthDate: "1990-01-01" });
    await bed.edit({ dateOfBirth: "1990-01-01" });
    expect(await bed.pull({ birthDate: "1990-01-01" })).toEqual({ changed: 1 });
    expect(await bed.newest()).toMatchObject({ id, status: "RESOLVED", strategy: null });
    await expect(undoResolution(bed.actor, id, "why")).rejects.toMatchObject({ code: "undo_impossible" });
    expect((await bed.record()).openConflicts).toBe(0);
  });

  it("offers the merge of a list that both sides added to", async () => {
    const phone = { system: "phone", value: "469-555-5555" };
    const mobile = { system: "phone", value: "1", use: "mobile" };
    const shown = await bed.contest({ email: "c@example.org" }, { telecom: [phone, mobile] });
    expect(shown).toMatchObject({ severity: "MEDIUM", fields: [{ path: "telecoms", suggestion: "MERGE" }] });
    expect(shown.fields[0]?.merged).toMatchObject([
      { value: "469-555-5555" },
      { value: "c@example.org" },
      { value: "1" },
    ]);
  });
});

describe("the list of conflicts", () => {
  it("goes on page by page, newest first, and holds what the filters ask for", async () => {
    const first = await bed.contest({ dateOfBirth: "2000" }, { birthDate: "1990-01-01" }, "a");
    const second = await bed.contest({ gender: "other" }, { gender: "male" }, "c");
    const page = await listed("?limit=1");
    expect(page.data.map(({ id }: { id: string }) => id)).toEqual([second.id]);
    const rest = await listed(`?limit=1&cursor=${page.nextCursor}`);
    expect(rest).toMatchObject({ data: [{ id: first.id }], nextCursor: null });
    const found = async (query: string) => (await listed(query)).data.length;
    expect(await found("?status=OPEN&severity=HIGH&entity=patients")).toBe(2);
    expect(await found(`?integrationId=${first.integrationId}&recordId=${first.recordId}`)).toBe(1);
    expect(await found(`?jobId=${first.jobId}`)).toBe(2);
    expect(await found(`?jobId=${first.recordId}`)).toBe(0);
    expect(await found("?status=RESOLVED")).toBe(0);
    expect(await found("?severity=LOW")).toBe(0);
    expect(await found("?entity=observations")).toBe(0);
  });

  it("is refused to strangers and to those without the right, and shows nothing of another organization", async () => {
    const { id } = await bed.contest({ dateOfBirth: "2000" }, { birthDate: "1990-01-01" });
    const driver = await makeCaller("driver", bed.admin.organizationId);
    const stranger = await makeCaller("admin");
    for (const handler of [listAll, readOne]) {
      expect((await call("GET", handler, { id })).status).toBe(401);
      expect((await call("GET", handler, { caller: driver, id })).status).toBe(403);
    }
    expect((await call("GET", readOne, { caller: stranger, id })).status).toBe(404);
    expect((await call("GET", readOne, { caller: bed.admin, id: "no-id" })).status).toBe(404);
    expect((await call("GET", listAll, { caller: stranger })).json.data).toEqual([]);
  });
});
