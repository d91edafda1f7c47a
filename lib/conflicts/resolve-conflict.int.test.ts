import { beforeEach, describe, expect, it } from "vitest";
import { POST as resolveOne } from "@/app/api/sync/conflicts/[id]/resolve/route";
import { POST as resolveMany } from "@/app/api/sync/conflicts/resolve/route";
import { call, makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { listRecords, readHistory } from "@/lib/records";
import { type ConflictBed, openConflictBed } from "./testing/conflict-bed";

environmentForTests();
let bed: ConflictBed;

beforeEach(async () => {
  bed = await openConflictBed();
});

const theirs = { birthDate: "1990-01-01" };
const contestBirthDate = (id?: string) => bed.contest({ dateOfBirth: "2000" }, theirs, id);

function resolve(id: string, body: object, caller = bed.admin) {
  return call("POST", resolveOne, { caller, id, body: { reason: "asked the patient", ...body } });
}

describe("a decision about a field", () => {
  it.each([
    ["USE_LOCAL", {}, "2000"],
    ["USE_REMOTE", {}, "1990-01-01"],
    ["MANUAL", { value: "1995-05-05" }, "1995-05-05"],
  ])(
    "%s is written and stands when the vendor sends the same or changes something else",
    async (strategy, more, value) => {
      const { id } = await contestBirthDate();
      const { status, json } = await resolve(id, { strategy, ...more });
      expect(status).toBe(200);
      expect(json).toMatchObject({
        status: "RESOLVED",
        strategy,
        decisions: { dateOfBirth: strategy },
        reason: "asked the patient",
        resolvedBy: { name: "Test key" },
        pushJobId: null,
        fields: [{ path: "dateOfBirth", local: "2000", remote: "1990-01-01" }],
      });
      expect(await bed.pull(theirs)).toEqual({ unchanged: 1 });
      expect(await bed.pull({ ...theirs, gender: "female" })).toEqual({ changed: 1 });
      const { data, openConflicts } = await bed.record();
      expect(data).toMatchObject({ dateOfBirth: value, gender: "female" });
      expect(openConflicts).toBe(0);
    },
  );

  it("is asked for again when the vendor changes the very field once more", async () => {
    const { id } = await contestBirthDate();
    await resolve(id, { strategy: "USE_LOCAL" });
    expect(await bed.pull({ birthDate: "1991-01-01" })).toEqual({ conflicted: 1 });
  });

  it("keeps what only one side changed", async () => {
    await bed.pull();
    await bed.edit({ dateOfBirth: "2000", email: "c@example.org" });
    await bed.pull({ ...theirs, gender: "female" });
    await resolve((await bed.newest()).id, { strategy: "USE_REMOTE" });
    expect((await bed.record()).data).toMatchObject({
      dateOfBirth: "1990-01-01",
      email: "c@example.org",
      gender: "female",
    });
    expect(await bed.pull({ ...theirs, gender: "male" })).toEqual({ changed: 1 });
    expect((await bed.record()).data).toMatchObject({ email: "c@example.org", gender: "male" });
  });

  it("merges lists, and follows the override of a field", async () => {
    await bed.pull();
    await bed.edit({ dateOfBirth: "2000", email: "c@example.org" });
    const telecom = [
      { system: "phone", value: "469-555-5555" },
      { system: "phone", value: "1", use: "mobile" },
    ];
    await bed.pull({ ...theirs, telecom });
    const { id } = await bed.newest();
    const { json } = await resolve(id, {
      strategy: "MERGE",
      fields: { dateOfBirth: { strategy: "USE_REMOTE" } },
    });
    expect(json.decisions).toEqual({ dateOfBirth: "USE_REMOTE", telecoms: "MERGE" });
    const { data } = await bed.record();
    expect(data).toMatchObject({ dateOfBirth: "1990-01-01", email: "c@example.org" });
    expect(data.telecoms).toHaveLength(3);
  });

  it("stands in the record's history with its reason", async () => {
    const { id, recordId } = await contestBirthDate();
    await resolve(id, { strategy: "USE_REMOTE" });
    const [newest] = await readHistory(bed.actor, "patients", recordId);
    expect(newest).toMatchObject({ version: 3, reason: "asked the patient", by: { name: "Test key" } });
  });
});

describe("ignoring a conflict", () => {
  it("leaves both values, through other changes of the vendor, until one side changes that field", async () => {
    const { id } = await contestBirthDate();
    expect((await resolve(id, { strategy: "IGNORE" })).json.status).toBe("IGNORED");
    expect(await bed.pull(theirs)).toEqual({ unchanged: 1 });
    for (const gender of ["female", "male"]) {
      expect(await bed.pull({ ...theirs, gender })).toEqual({ changed: 1 });
      expect((await bed.record()).data).toMatchObject({ dateOfBirth: "2000", gender });
    }
    expect(await bed.pull({ birthDate: "1991-01-01" })).toEqual({ changed: 1 });
    expect((await bed.record()).data.dateOfBirth).toBe("1991-01-01");
  });

  it("outlives a later conflict about another field", async () => {
    await resolve((await contestBirthDate()).id, { strategy: "IGNORE" });
    await bed.edit({ gender: "other" });
    await bed.pull({ ...theirs, gender: "female" });
    const later = await bed.newest();
    expect(later.fields.map(({ path }) => path)).toEqual(["gender"]);
    await resolve(later.id, { strategy: "USE_REMOTE" });
    expect(await bed.pull({ ...theirs, gender: "male" })).toEqual({ changed: 1 });
    expect((await bed.record()).data).toMatchObject({ dateOfBirth: "2000", gender: "male" });
  });
});

describe("a resolution that is refused", () => {
  it.each([
    ["a value against the schema", { strategy: "MANUAL", value: "yesterday" }, "fields.dateOfBirth"],
    ["MANUAL without a value", { strategy: "MANUAL" }, "fields.dateOfBirth"],
    ["a merge of what cannot be merged", { strategy: "MERGE" }, "fields.dateOfBirth"],
    [
      "a field that is not contested",
      { strategy: "USE_LOCAL", fields: { gender: { strategy: "USE_LOCAL" } } },
      "fields.gender",
    ],
    ["no reason, at high severity", { strategy: "USE_LOCAL", reason: undefined }, "reason"],
  ])("names what to correct and changes nothing: %s", async (_what, body, path) => {
    const { id } = await contestBirthDate();
    const { status, json } = await resolve(id, body);
    expect([status, json.code]).toEqual([422, "resolution_invalid"]);
    expect(json.errors).toEqual([expect.objectContaining({ path })]);
    expect(await bed.newest()).toMatchObject({ id, status: "OPEN" });
    expect((await bed.record()).version).toBe(2);
  });

  it("is one of what was resolved already", async () => {
    const { id } = await contestBirthDate();
    await resolve(id, { strategy: "USE_LOCAL" });
    const { status, json } = await resolve(id, { strategy: "USE_REMOTE" });
    expect([status, json.code]).toEqual([409, "already_resolved"]);
  });

  it("is one of sides that moved since they were shown", async () => {
    const { id, detectedVersion } = await contestBirthDate();
    await bed.edit({ gender: "other" });
    const { status, json } = await resolve(id, { strategy: "USE_LOCAL", detectedVersion });
    expect([status, json.code]).toEqual([412, "conflict_changed"]);
    const shown = await bed.newest();
    expect(
      (await resolve(id, { strategy: "USE_LOCAL", detectedVersion: shown.detectedVersion })).status,
    ).toBe(200);
  });

  it("is one of strangers and of those without the right", async () => {
    const { id } = await contestBirthDate();
    const body = { strategy: "USE_REMOTE", reason: "because" };
    const driver = await makeCaller("driver", bed.admin.organizationId);
    expect((await call("POST", resolveOne, { id, body })).status).toBe(401);
    expect((await resolve(id, body, driver)).status).toBe(403);
    expect((await resolve(id, body, await makeCaller("admin"))).status).toBe(404);
    expect((await bed.newest()).status).toBe("OPEN");
  });
});

describe("a conflict with a deletion", () => {
  const living = async () =>
    (await listRecords(bed.actor, "patients", {}, { limit: 50, place: null })).data.length;

  it.each([
    ["USE_LOCAL", 0],
    ["USE_REMOTE", 1],
    ["IGNORE", 0],
  ])("here and a change there: %s leaves %i records, and is not asked for again", async (strategy, count) => {
    await bed.pull();
    await bed.remove();
    await bed.pull(theirs);
    const { id, kind } = await bed.newest();
    expect(kind).toBe("DELETED_LOCALLY");
    expect((await resolve(id, { strategy: "MERGE" })).status).toBe(422);
    expect((await resolve(id, { strategy })).status).toBe(200);
    expect(await living()).toBe(count);
    expect(await bed.pull(theirs)).toEqual({ unchanged: 1 });
    expect(await living()).toBe(count);
  });

  it.each([
    ["USE_LOCAL", 1],
    ["USE_REMOTE", 0],
    ["IGNORE", 1],
  ])("there and a change here: %s leaves %i records, and is not asked for again", async (strategy, count) => {
    await bed.pull();
    await bed.edit({ gender: "other" });
    await bed.pullDeletion();
    const { id, kind } = await bed.newest();
    expect(kind).toBe("DELETED_REMOTELY");
    expect((await resolve(id, { strategy })).status).toBe(200);
    expect(await living()).toBe(count);
    expect(await bed.pullDeletion()).toEqual({});
    expect(await living()).toBe(count);
  });
});

describe("a conflict whose record is deleted here while it is open", () => {
  it("is decided as one about the deletion, and is remembered as that", async () => {
    const { id } = await contestBirthDate();
    await bed.remove();
    const { status, json } = await resolve(id, { strategy: "USE_LOCAL" });
    expect([status, json.kind, json.fields]).toEqual([200, "DELETED_LOCALLY", []]);
    expect((await bed.newest()).kind).toBe("DELETED_LOCALLY");
  });
});

describe("deciding many", () => {
  const many = (body: object) => call("POST", resolveMany, { caller: bed.admin, body });

  it("decides each for itself, and says of each that is refused why", async () => {
    const first = await contestBirthDate("a");
    const second = await contestBirthDate("b");
    await resolve(first.id, { strategy: "USE_LOCAL" });
    const { status, json } = await many({
      ids: [first.id, second.id],
      strategy: "USE_REMOTE",
      reason: "all theirs",
    });
    expect(status).toBe(200);
    expect(json.data).toEqual([
      { id: first.id, status: null, code: "already_resolved" },
      { id: second.id, status: "RESOLVED" },
    ]);
    expect((await bed.record("b")).data.dateOfBirth).toBe("1990-01-01");
  });

  it("takes the open ones that a filter finds", async () => {
    const high = await contestBirthDate("a");
    await bed.contest({ email: "c@example.org" }, { telecom: [] }, "b");
    const { json } = await many({ filter: { severity: "HIGH" }, strategy: "USE_LOCAL", reason: "all ours" });
    expect(json.data).toEqual([{ id: high.id, status: "RESOLVED" }]);
  });

  it("asks for a reason, for ids or a filter, and for a strategy that needs no value", async () => {
    const ids = [(await contestBirthDate()).id];
    for (const body of [
      { ids, strategy: "USE_LOCAL" },
      { strategy: "USE_LOCAL", reason: "x" },
      { ids, strategy: "MANUAL", reason: "x" },
    ]) {
      expect((await many(body)).status).toBe(422);
    }
    expect((await bed.newest()).status).toBe("OPEN");
  });
});
