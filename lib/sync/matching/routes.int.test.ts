import { beforeEach, describe, expect, it } from "vitest";
import { POST as unlinkRoute } from "@/app/api/records/[entity]/[id]/links/[linkId]/unlink/route";
import { POST as decideRoute, GET as readRoute } from "@/app/api/sync/matches/[id]/route";
import { GET as listRoute } from "@/app/api/sync/matches/route";
import { type Caller, call, makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { createRecord, listRecords } from "@/lib/records";
import { readSyncStatistics } from "@/lib/sync";
import { openPageBed, type PageBed, patient } from "../testing/page-bed";

environmentForTests();
let bed: PageBed;
let admin: Caller;
let recordId: string;
let id: string;

beforeEach(async () => {
  bed = await openPageBed();
  admin = await makeCaller("admin", bed.actor.organizationId);
  const names = [{ use: "official", family: "Lopez", given: ["Camila"] }];
  const here = await createRecord(bed.actor, "patients", { names, dateOfBirth: "1987-09-12" });
  recordId = here.id;
  expect(await bed.commit([patient("a")])).toEqual({ skipped: 1 });
  const { json } = await call("GET", listRoute, { caller: admin });
  id = json.data[0].id;
});

const reason = "compared with the paper file";
const allPatients = async () =>
  (await listRecords(bed.actor, "patients", {}, { limit: 50, place: null })).data;

function decide(body: object, caller?: Caller) {
  return call("POST", decideRoute, { caller, id, body });
}

describe("a match", () => {
  it("is read by its id, by those who may and in its own organization", async () => {
    const read = (caller?: Caller, wanted = id) => call("GET", readRoute, { caller, id: wanted });
    expect((await read()).status).toBe(401);
    expect((await read(await makeCaller("driver", bed.actor.organizationId))).status).toBe(403);
    expect((await read(await makeCaller("admin"))).json.code).toBe("match_not_found");
    expect((await read(admin, recordId)).json.code).toBe("match_not_found");
    const { json } = await read(admin);
    expect(json).toMatchObject({ id, status: "OPEN", candidates: [{ recordId }] });
  });

  it("counts among what waits for a person until it is decided", async () => {
    const waiting = async () => (await readSyncStatistics(bed.actor, { interval: "hour" })).matchesOpen;
    expect(await waiting()).toBe(1);
    await decide({ decision: "CREATE", reason }, admin);
    expect(await waiting()).toBe(0);
  });
});

describe("the decision about a match", () => {
  it("is refused to strangers, to those without the right and to other organizations", async () => {
    const body = { decision: "LINK", recordId, reason };
    expect((await decide(body)).status).toBe(401);
    expect((await decide(body, await makeCaller("driver", bed.actor.organizationId))).status).toBe(403);
    const stranger = await makeCaller("admin");
    expect((await decide(body, stranger)).status).toBe(404);
    expect((await call("GET", listRoute, { caller: stranger })).json.data).toEqual([]);
    expect(await allPatients()).toMatchObject([{ id: recordId, version: 1, links: [] }]);
  });

  it.each([
    { decision: "LINK", reason },
    { decision: "CREATE" },
    { decision: "LINK", recordId: "01a1fde1-4f5c-7c6c-8233-8479ece1fe0a", reason },
  ])("needs a reason and a patient who is there: %j", async (body) => {
    expect((await decide(body, admin)).status).toBe(422);
    expect(await allPatients()).toHaveLength(1);
  });

  it("is made in any case of letters, and once", async () => {
    const { status, json } = await decide({ decision: "link", recordId, reason }, admin);
    expect([status, json.status, json.recordId]).toEqual([200, "LINKED", recordId]);
    expect((await decide({ decision: "CREATE", reason }, admin)).json.code).toBe("match_decided");
    expect(await bed.commit([patient("a")])).toEqual({ unchanged: 1 });
  });

  it("is made by a later pull when the vendor says somebody else", async () => {
    expect(
      await bed.commit([patient("a", { birthDate: "1950-05-05", name: [{ family: "Okafor" }] })]),
    ).toEqual({
      added: 1,
    });
    const { json } = await call("GET", listRoute, { caller: admin });
    expect(json.data).toMatchObject([{ id, status: "CREATED" }]);
  });
});

describe("undoing a link", () => {
  it("is offered of what came to a record, not of what it was made from", async () => {
    await bed.commit([patient("b", { name: [{ family: "Okafor" }], birthDate: "1950-05-05" })]);
    await decide({ decision: "LINK", recordId, reason }, admin);
    const offered = (await allPatients()).map((record) => [
      record.id === recordId,
      record.links.map((link) => link.canUndo),
    ]);
    expect(offered).toContainEqual([true, [true]]);
    expect(offered).toContainEqual([false, [false]]);
  });

  it("is refused to those without the right, and to whom the record is hidden", async () => {
    await decide({ decision: "LINK", recordId, reason }, admin);
    const [record] = await allPatients();
    const params = { entity: "patients", linkId: record?.links[0]?.id ?? "" };
    const undo = (caller?: Caller) =>
      call("POST", unlinkRoute, { caller, id: recordId, params, body: { reason } });
    expect((await undo()).status).toBe(401);
    expect((await undo(await makeCaller("driver", bed.actor.organizationId))).status).toBe(403);
    expect((await undo(await makeCaller("admin"))).status).toBe(404);
    const { status, json } = await undo(admin);
    expect(status).toBe(200);
    expect((await allPatients()).map((patient) => patient.id).sort()).toEqual(
      [recordId, json.recordId].sort(),
    );
  });
});
