import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { POST as replayRoute } from "@/app/api/messages/[id]/replay/route";
import { GET as readRoute } from "@/app/api/messages/[id]/route";
import { POST as replayManyRoute } from "@/app/api/messages/replay/route";
import { GET as listRoute } from "@/app/api/messages/route";
import { adminOf } from "@/lib/auth/testing/actors";
import { parseMessage } from "@/lib/hl7";
import { list as listOf } from "@/lib/http";
import { pauseIntegration } from "@/lib/integrations";
import { type Caller, call, makeCaller } from "@/lib/integrations/testing/routes";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { forgetSenders } from "./hl7v2/senders";
import { takeFrame } from "./hl7v2/take-frame";
import { changeReplay, readReplay, replayRound } from "./replay-many";
import { messageDetailSchema, messageSchema } from "./schema";
import { makeSender as senderIn } from "./testing/senders";

const installation = installationForTests();
const peer = { address: "10.20.0.7" };
let caller: Caller;

const makeSender = (credentials: Record<string, string>) => senderIn(caller.organizationId, credentials);

beforeEach(async () => {
  caller = await makeCaller("admin");
  forgetSenders();
});

interface Given {
  readonly application?: string;
  readonly facility?: string;
  readonly controlId?: string;
  readonly mrn?: string;
  readonly mode?: string;
  /** MSH-6: the code of an organization. */
  readonly receiver?: string;
}

function admit({
  application = "LAB",
  facility = "MAIN",
  controlId = randomUUID(),
  mrn = "77123",
  mode = "",
  receiver = caller.organizationId,
}: Given) {
  return Buffer.from(
    [
      `MSH|^~\\&|${application}|${facility}|CARELANE|${receiver}|20261117104216||ADT^A04^ADT_A01|${controlId}|P|2.5.1${mode}`,
      "EVN|A04|20261117104216",
      `PID|1||${mrn}^^^MAIN^MR||Okafor^Ada||19800515|F`,
      "PV1|1|O",
      "",
    ].join("\r"),
  );
}

const codeIn = (answer: Buffer | null) => parseMessage(answer?.toString() ?? "").text("MSA-1");

async function list(filter: Record<string, string> = {}) {
  const query = `?${new URLSearchParams(filter)}`;
  const { status, json } = await call("GET", listRoute, { caller, query });
  expect(status).toBe(200);
  return listOf(messageSchema).parse(json).data;
}

async function read(id: string) {
  return messageDetailSchema.parse((await call("GET", readRoute, { caller, id })).json);
}

describe("a message of a known sender", () => {
  it("is stored, and only then acknowledged", async () => {
    const integrationId = await makeSender({ sendingApplication: "LAB", sendingFacility: "MAIN" });
    const frame = admit({ controlId: "A-1" });
    const { answer, messageId = "" } = await takeFrame(frame, peer);
    expect(parseMessage(answer?.toString() ?? "").text("MSA-2")).toBe("A-1");
    expect(codeIn(answer)).toBe("AA");
    const message = await read(messageId);
    expect(message).toMatchObject({
      kind: "hl7v2",
      direction: "in",
      type: "ADT^A04",
      controlId: "A-1",
      integrationId,
      sender: "LAB|MAIN",
      processing: "RECEIVED",
      ack: { code: "AA" },
      raw: frame.toString(),
      charset: "utf-8",
      answer: answer?.toString(),
    });
    expect(message.parsed).toMatchObject({ messageCode: "ADT", triggerEvent: "A04" });
  });

  it("is kept sealed: nothing of a patient stands in the table", async () => {
    await makeSender({ sendingApplication: "LAB" });
    const { messageId } = await takeFrame(admit({ mrn: "990017" }), peer);
    const { rows } = await installation.owner.query("select m::text as row from messages m where id = $1", [
      messageId,
    ]);
    const text =
      rows[0].row +
      Buffer.from(String(rows[0].row).match(/\\\\x([0-9a-f]+)/)?.[1] ?? "", "hex").toString("latin1");
    for (const secret of ["Okafor", "990017", "19800515"]) expect(text).not.toContain(secret);
  });

  it("is read in the character set it declares, answered in it, and says so where that is not the one", async () => {
    await makeSender({ sendingApplication: "LAB" });
    const text = (name: string, charset: string) =>
      admit({ mode: `||||||${charset}` })
        .toString()
        .replace("Okafor", name);
    const latin = Buffer.from(text("Müller", "8859/1"), "latin1");
    const { messageId = "", answer } = await takeFrame(latin, peer);
    const read1 = await read(messageId);
    expect(read1).toMatchObject({ charset: "iso-8859-1", flags: [], raw: latin.toString("latin1") });
    expect(answer?.toString("latin1")).toContain("|8859/1");
    const wrong = await takeFrame(Buffer.from(text("Müller", "ASCII")), peer);
    expect(await read(wrong.messageId ?? "")).toMatchObject({ charset: "utf-8", flags: ["charset_wrong"] });
  });

  it("gets the same answer when the same bytes come again, and stays one message", async () => {
    await makeSender({ sendingApplication: "LAB" });
    const frame = admit({ controlId: "A-2" });
    const first = await takeFrame(frame, peer);
    const [second, third] = await Promise.all([takeFrame(frame, peer), takeFrame(frame, peer)]);
    expect([second, third]).toEqual([first, first]);
    expect(await list({ controlId: "A-2" })).toHaveLength(1);
    const { timeline } = await read(first.messageId ?? "");
    expect(timeline.map(({ event }) => event)).toEqual(["received", "repeated", "repeated"]);
  });

  it("is a message of its own when other bytes come under a number that was used, however often they come", async () => {
    await makeSender({ sendingApplication: "LAB" });
    const first = await takeFrame(admit({ controlId: "A-3", mrn: "1" }), peer);
    const other = admit({ controlId: "A-3", mrn: "2" });
    const second = await takeFrame(other, peer);
    expect(codeIn(second.answer)).toBe("AA");
    expect(await takeFrame(other, peer)).toEqual(second);
    const both = await list({ controlId: "A-3" });
    expect(both.map(({ id, flags }) => [id, flags])).toEqual([
      [second.messageId, ["control_id_reused"]],
      [first.messageId, []],
    ]);
  });

  it.each([
    ["a NUL", "A\0B"],
    ["half a character", "\\Xed\\A"],
    ["thousands of letters", "x".repeat(9_000)],
  ])("is stored and acknowledged though its header has %s", async (_what, odd) => {
    await makeSender({ sendingApplication: "*" });
    const frame = admit({ application: odd, facility: odd, controlId: `${odd}-${randomUUID()}` });
    const { answer, messageId } = await takeFrame(frame, peer);
    expect(codeIn(answer)).toBe("AA");
    expect((await takeFrame(frame, peer)).messageId).toBe(messageId);
    const typed = Buffer.from(frame.toString().replace("ADT^A04", `${odd}^${odd}`));
    expect(codeIn((await takeFrame(typed, peer)).answer)).toBe("AA");
    expect(await list()).toHaveLength(2);
  });

  it("may use a number that another sender used", async () => {
    await makeSender({ sendingApplication: "LAB", sendingFacility: "MAIN" });
    await makeSender({ sendingApplication: "LAB", sendingFacility: "EAST" });
    await takeFrame(admit({ controlId: "A-4", facility: "MAIN" }), peer);
    await takeFrame(admit({ controlId: "A-4", facility: "EAST" }), peer);
    const both = await list({ controlId: "A-4" });
    expect(both.map(({ flags }) => flags)).toEqual([[], []]);
  });

  it("is told in enhanced mode that it was stored, or nothing when it wants to hear nothing", async () => {
    await makeSender({ sendingApplication: "LAB" });
    expect(codeIn((await takeFrame(admit({ mode: "|||AL|NE" }), peer)).answer)).toBe("CA");
    expect(codeIn((await takeFrame(admit({ mode: "|||NE|AL" }), peer)).answer)).toBe("AA");
    expect((await takeFrame(admit({ mode: "|||NE|NE" }), peer)).answer).toBeNull();
  });

  it("is stored beside many others that come at the same moment, each once", async () => {
    await makeSender({ sendingApplication: "LAB" });
    const frames = Array.from({ length: 150 }, (_, n) => admit({ controlId: `M-${n}`, mrn: `${n}` }));
    const taken = await Promise.all([...frames, ...frames].map((frame) => takeFrame(frame, peer)));
    expect(new Set(taken.map(({ messageId }) => messageId)).size).toBe(150);
    expect(taken.slice(0, 150)).toEqual(taken.slice(150));
  });
});

describe("whose a message is", () => {
  it("is decided by the setting that names its sender most closely", async () => {
    const any = await makeSender({ sendingApplication: "*" });
    const application = await makeSender({ sendingApplication: "HIS" });
    const both = await makeSender({ sendingApplication: "HIS", sendingFacility: "WEST" });
    const ownerOf = async (given: Given) => {
      const { messageId = "" } = await takeFrame(admit(given), peer);
      return (await read(messageId)).integrationId;
    };
    expect(await ownerOf({ application: "OTHER" })).toBe(any);
    expect(await ownerOf({ application: "HIS", facility: "NORTH" })).toBe(application);
    expect(await ownerOf({ application: "HIS", facility: "WEST" })).toBe(both);
  });

  it("is decided by the receiver it names where two organizations have such a sender, and nobody's else", async () => {
    const first = caller.organizationId;
    await makeSender({ sendingApplication: "TWIN" });
    caller = await makeCaller("admin");
    await makeSender({ sendingApplication: "TWIN" });
    const ownerOf = async (receiver: string) =>
      (await takeFrame(admit({ application: "TWIN", receiver }), peer)).organizationId;
    expect(await ownerOf(first)).toBe(first);
    expect(await ownerOf(caller.organizationId)).toBe(caller.organizationId);
    expect(await ownerOf("ELSEWHERE")).toBeUndefined();
  });

  it("is nobody's when it comes from another address or without the certificate", async () => {
    await makeSender({ sendingApplication: "ADDR", peer: "10.20.0.0/16" });
    await makeSender({ sendingApplication: "CERT", clientCertificate: "ab".repeat(32) });
    const codeOf = async (application: string, from: Parameters<typeof takeFrame>[1]) =>
      codeIn((await takeFrame(admit({ application }), from)).answer);
    expect(await codeOf("ADDR", peer)).toBe("AA");
    expect(await codeOf("ADDR", { address: "10.99.0.1" })).toBe("AR");
    expect(await codeOf("CERT", peer)).toBe("AR");
    expect(await codeOf("CERT", { ...peer, certificate: "ab".repeat(32) })).toBe("AA");
  });
});

describe("a message of an unknown sender", () => {
  it("is stored, refused and can be replayed once its sender is known", async () => {
    const frame = admit({ application: "NOBODY", controlId: "U-1" });
    const { answer, messageId = "" } = await takeFrame(frame, peer);
    expect(codeIn(answer)).toBe("AR");
    expect(answer?.toString()).toContain("unknown sender");
    const refused = await read(messageId);
    expect(refused).toMatchObject({ processing: "REJECTED", integrationId: null, ack: { code: "AR" } });
    expect(refused.errors[0]?.detail).toContain("Add an integration");
    const early = await call("POST", replayRoute, { caller, id: messageId, body: {} });
    expect([early.status, early.json.code]).toEqual([409, "replay_refused"]);

    const integrationId = await makeSender({ sendingApplication: "NOBODY" });
    const replayed = await call("POST", replayRoute, { caller, id: messageId, body: {} });
    expect(replayed.status).toBe(202);
    expect(replayed.json).toMatchObject({ replayOf: messageId, integrationId, processing: "RECEIVED" });
    expect(codeIn((await takeFrame(frame, peer)).answer)).toBe("AA");
  });

  it("is kept from everybody when it cannot be told whose patients it speaks of", async () => {
    const taken = await takeFrame(admit({ application: "STRANGER", receiver: "" }), peer);
    expect(codeIn(taken.answer)).toBe("AR");
    expect(taken.messageId).toBeUndefined();
  });

  it("is answered although it is no message at all", async () => {
    const { answer } = await takeFrame(Buffer.from("GET / HTTP/1.1"), peer);
    expect(codeIn(answer)).toBe("AR");
  });
});

describe("finding messages", () => {
  it("finds them by whole identifiers, type, state and time, and nobody else's", async () => {
    await makeSender({ sendingApplication: "LAB" });
    const { messageId: id } = await takeFrame(admit({ controlId: "F-1", mrn: "MRN 77-1" }), peer);
    await takeFrame(admit({ controlId: "F-2", mrn: "MRN 77-2" }), peer);
    const ids = async (filter: Record<string, string>) => (await list(filter)).map((message) => message.id);
    expect(await ids({ patientId: "mrn 77-1" })).toEqual([id]);
    expect(await ids({ patientId: "MRN 77" })).toEqual([]);
    expect(await ids({ order: "MRN 77-1" })).toEqual([]);
    expect(await ids({ text: "MRN 77-1" })).toEqual([id]);
    expect(await ids({ text: "F-1" })).toEqual([id]);
    expect(await ids({ type: "ADT" })).toHaveLength(2);
    expect(await ids({ type: "AD" })).toEqual([]);
    expect(await ids({ type: "adt^a04", status: "received" })).toHaveLength(0);
    expect(await ids({ type: "ADT^A04", status: "received" })).toHaveLength(2);
    const later = new Date(Date.now() + 60_000).toISOString();
    expect(await ids({ to: later })).toHaveLength(2);
    expect(await ids({ from: later })).toEqual([]);
    for (const sender of ["LAB|MAIN", "LAB", "MAIN"]) expect(await ids({ sender })).toHaveLength(2);
    expect(await ids({ sender: "LA" })).toEqual([]);
    for (const text of ["dt^a0", "ab|ma"]) expect(await ids({ text })).toHaveLength(2);
    expect(await ids({ text: "%" })).toEqual([]);
    expect(await ids({ text: "LAB", patientId: "MRN 77-2" })).toHaveLength(1);
    caller = await makeCaller("admin");
    expect(await ids({ patientId: "MRN 77-1" })).toEqual([]);
    expect((await call("GET", readRoute, { caller, id })).status).toBe(404);
  });

  it("writes each look at a message into the trail, and shows none to who may not see them", async () => {
    await makeSender({ sendingApplication: "LAB" });
    const { messageId: id = "" } = await takeFrame(admit({}), peer);
    await read(id);
    const { rows } = await installation.owner.query(
      "select action from audit_events where record_id = $1 order by at",
      [id],
    );
    expect(rows).toEqual([{ action: "messages.read" }]);
    const clinic = await makeCaller("clinic_staff", caller.organizationId);
    expect((await call("GET", listRoute, { caller: clinic })).status).toBe(403);
    expect((await call("GET", readRoute, { caller: clinic, id })).status).toBe(403);
  });
});

describe("replays", () => {
  it("store an edited message as a new one that names the old", async () => {
    await makeSender({ sendingApplication: "LAB" });
    const frame = admit({ controlId: "R-1" });
    const { messageId: id = "" } = await takeFrame(frame, peer);
    const raw = frame.toString().replace("Okafor", "Okafor-Bell");
    const { json } = await call("POST", replayRoute, { caller, id, body: { raw } });
    expect(json).toMatchObject({ replayOf: id, flags: ["edited"], ack: { state: "NOT_OWED" } });
    expect((await read(json.id)).raw).toBe(raw);
    const { timeline, replays } = await read(id);
    expect(timeline.map(({ event }) => event)).toEqual(["received", "replayed"]);
    expect(replays).toEqual([json.id]);
    const broken = await call("POST", replayRoute, { caller, id, body: { raw: "MS" } });
    expect(broken.json.code).toBe("replay_refused");
  });

  it("of many say first how many, and change nothing by saying so", async () => {
    await makeSender({ sendingApplication: "LAB" });
    for (const controlId of ["B-1", "B-2", "B-3"]) await takeFrame(admit({ controlId, mrn: "55" }), peer);
    await takeFrame(admit({ mrn: "56" }), peer);
    const body = { filter: { patientId: "55" }, dryRun: true };
    const preview = await call("POST", replayManyRoute, { caller, body });
    expect(preview.status).toBe(200);
    expect(preview.json.count).toBe(3);
    expect(preview.json.sample).toHaveLength(3);
    expect(await list()).toHaveLength(4);
  });

  it("of many store each once, in their order, and none of the replays themselves", async () => {
    const integrationId = await makeSender({ sendingApplication: "LAB" });
    await pauseIntegration(adminOf(caller.organizationId), integrationId);
    const originals: (string | undefined)[] = [];
    for (let n = 0; n < 130; n++) {
      originals.push((await takeFrame(admit({ controlId: `C-${n}` }), peer)).messageId);
    }
    const { json } = await call("POST", replayManyRoute, { caller, body: { filter: { type: "ADT" } } });
    expect(json.count).toBe(130);
    const { organizationId } = caller;
    const fence = async () => undefined;
    expect(await replayRound(organizationId, json.taskId, fence)).toBe("more");
    expect(await replayRound(organizationId, json.taskId, fence)).toBe("over");
    const { rows } = await installation.owner.query(
      "select replay_of from messages where organization_id = $1 and replay_of is not null order by id",
      [organizationId],
    );
    expect(rows.map((row) => row.replay_of)).toEqual(originals);
    expect(await readReplay(adminOf(organizationId), json.taskId)).toMatchObject({
      state: "COMPLETED",
      count: 130,
      done: 130,
      failed: 0,
    });
  });

  it("of many can be paused, taken up again and ended", async () => {
    await makeSender({ sendingApplication: "LAB" });
    await takeFrame(admit({}), peer);
    const actor = adminOf(caller.organizationId);
    const { json } = await call("POST", replayManyRoute, { caller, body: { filter: {} } });
    const round = () => replayRound(caller.organizationId, json.taskId, async () => undefined);
    expect((await changeReplay(actor, json.taskId, "pause")).state).toBe("PAUSED");
    expect(await round()).toBe("over");
    expect((await changeReplay(actor, json.taskId, "resume")).state).toBe("RUNNING");
    expect((await changeReplay(actor, json.taskId, "cancel")).state).toBe("CANCELLED");
    await expect(changeReplay(actor, json.taskId, "resume")).rejects.toMatchObject({ code: "replay_ended" });
    expect(await list()).toHaveLength(1);
  });
});
