import { beforeEach, describe, expect, it } from "vitest";
import { adminOf } from "@/lib/auth/testing/actors";
import { changeMapping, pauseIntegration, readIntegration, resumeIntegration } from "@/lib/integrations";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { listMessages, previewReplay, readMessage, replayMessage, takeFrame } from "@/lib/messages";
import { hl7, makeSender } from "@/lib/messages/testing/senders";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { changeRecord, listRecords, type RecordEntity, readHistory, readLinks } from "@/lib/records";
import { unlinkRecord } from "../matching/unlink-record";
import { processNext } from "./process";

environmentForTests();
const peer = { address: "10.20.0.7" };
const firstPage = { limit: 50, place: null };

let actor: ReturnType<typeof adminOf>;
let integrationId: string;
beforeEach(async () => {
  const { organizationId } = await makeCaller("admin");
  actor = adminOf(organizationId);
  integrationId = await makeSender(organizationId, { sendingApplication: "LAB", sendingFacility: "MAIN" });
});

async function take(type: string, ...segments: string[]): Promise<string> {
  const { messageId } = await takeFrame(hl7(actor.organizationId, type, segments), peer);
  return messageId ?? "";
}

async function process(): Promise<number> {
  let rounds = 0;
  const place = { organizationId: actor.organizationId, integrationId };
  while (await processNext(place, async () => undefined)) rounds++;
  return rounds;
}

async function all(entity: RecordEntity) {
  return (await listRecords(actor, entity, {}, firstPage)).data;
}

async function only(entity: RecordEntity) {
  const [record, ...others] = await all(entity);
  expect(others).toEqual([]);
  if (!record) throw new Error("no record");
  return record;
}

const ada = "PID|1||77123^^^MAIN^MR||Okafor^Ada||19800515|F|||12 Elm St^^Leeds||555-1234";
const visit = "PV1|1|I|WEST^12^A||||||||||||||||V-900|||||||||||||||||||||||||20261117080000";

describe("processing messages", () => {
  it("makes records of what a message tells, and says on it which", async () => {
    const id = await take("ADT^A01^ADT_A01", "EVN|A01|20261117", ada, visit);
    await process();
    const patient = await only("patients");
    expect(patient.data).toMatchObject({ firstName: "Ada", lastName: "Okafor", dateOfBirth: "1980-05-15" });
    const encounter = await only("encounters");
    expect(encounter.data).toMatchObject({ patientId: patient.id, status: "in-progress" });
    const message = await readMessage(actor, id);
    expect(message).toMatchObject({ processing: "PROCESSED", attempts: 1, errors: [] });
    expect(message.records.map(({ recordId }) => recordId)).toEqual(
      expect.arrayContaining([patient.id, encounter.id]),
    );
    const found = await listMessages(actor, { patientId: patient.id }, 10, null);
    expect(found.data.map((one) => one.id)).toEqual([id]);
  });

  it("says when the sender's data last came, which a replay does not change", async () => {
    const lastAt = async () => (await readIntegration(actor, integrationId)).lastSyncAt;
    const id = await take("ADT^A04^ADT_A01", ada);
    expect(await lastAt()).toBeNull();
    await process();
    const { receivedAt } = await readMessage(actor, id);
    expect(await lastAt()).toBe(receivedAt);
    await replayMessage(actor, id, { mapping: "same" });
    await process();
    expect(await lastAt()).toBe(receivedAt);
  });

  it("changes what a later message mentions, takes away what it clears, and leaves the rest", async () => {
    await take("ADT^A04^ADT_A01", ada);
    await take("ADT^A08^ADT_A01", 'PID|1||77123^^^MAIN^MR||Okafor-Bell^Ada||19800515|F|||||""');
    await process();
    const patient = await only("patients");
    expect(patient.version).toBe(2);
    expect(patient.data).toMatchObject({ lastName: "Okafor-Bell", phone: null, address: { city: "Leeds" } });
    const [newest] = await readHistory(actor, "patients", patient.id);
    expect(newest?.changes.map(({ path }) => path)).toContain("lastName");
  });

  it("keeps what was changed here when a message mentions something else", async () => {
    await take("ADT^A04^ADT_A01", ada);
    await process();
    const patient = await only("patients");
    await changeRecord(actor, "patients", patient.id, {
      patch: { email: "ada@example.org" },
      ifMatch: '"1"',
    });
    await take("ADT^A08^ADT_A01", ada.replace("Ada", "Adaeze"));
    await process();
    expect((await only("patients")).data).toMatchObject({ firstName: "Adaeze", email: "ada@example.org" });
  });

  it("opens a conflict where a message and a person say different things", async () => {
    await take("ADT^A04^ADT_A01", ada);
    await process();
    const patient = await only("patients");
    await changeRecord(actor, "patients", patient.id, {
      patch: { dateOfBirth: "1980-05-16" },
      ifMatch: '"1"',
    });
    await take("ADT^A08^ADT_A01", ada.replace("19800515", "19800517"));
    await process();
    expect(await only("patients")).toMatchObject({ openConflicts: 1, data: { dateOfBirth: "1980-05-16" } });
  });

  it("keeps a patient's messages in their order and lets different patients' be processed together", async () => {
    const names = Array.from({ length: 30 }, (_, n) => `Name${n}`);
    for (const [n, name] of names.entries()) {
      const pid = ["PID", "1", "", `P-${n % 3}^^^MAIN^MR`, "", `${name}^Ada`].join("|");
      await take("ADT^A08^ADT_A01", pid);
    }
    await process();
    const patients = await all("patients");
    expect(patients.map(({ data, version }) => [data.lastName, version]).sort()).toEqual([
      ["Name27", 10],
      ["Name28", 10],
      ["Name29", 10],
    ]);
  });

  it("does not let one patient, of whom very much is told, hold up the others", async () => {
    for (let n = 0; n < 205; n++) await take("ADT^A08^ADT_A01", ada);
    const other = await take("ADT^A04^ADT_A01", "PID|1||88^^^MAIN^MR||Hart^Lena||19700101|F");
    await processNext({ organizationId: actor.organizationId, integrationId }, async () => undefined);
    expect(await readMessage(actor, other)).toMatchObject({ processing: "PROCESSED" });
  });

  it("takes in results with their patient, and the same result again as a change of it", async () => {
    const order = ["ORC|RE|P-1|F-1", "OBR|1|P-1|F-1|24323-8^Panel^LN|||20261117090000||||||||||||||||||F"];
    const result = (value: string, status: string) =>
      `OBX|1|NM|2345-7^Glucose^LN||${value}|mg/dL|70-105|||${""}|${status}|||20261117090000`;
    await take("ORU^R01^ORU_R01", ada, ...order, result("98", "P"));
    await take("ORU^R01^ORU_R01", ada, ...order, result("101", "F"));
    await process();
    const patient = await only("patients");
    const observation = await only("observations");
    expect(observation.version).toBe(2);
    expect(observation.data).toMatchObject({
      patientId: patient.id,
      value: 101,
      unit: "mg/dL",
      status: "final",
    });
    expect((await only("diagnostic_reports")).data).toMatchObject({
      patientId: patient.id,
      resultIds: [observation.id],
    });
  });

  it("takes in prescriptions with what is prescribed, and problems", async () => {
    const rxe =
      "RXE|^^^20261117|65862-063-01^Metoprolol^NDC|1||tab^tablet|TAB^Tablet||||30|tab^tablet|2||||||||||||||||25|mg";
    await take("RDE^O11^RDE_O11", ada, "ORC|NW|RX-1|||||||20261117093000", rxe);
    await take("PPR^PC1^PPR_PC1", ada, "PRB|AD|20261117|I10^Hypertension^I10|PROB-1");
    await process();
    const patient = await only("patients");
    const medication = await only("medications");
    expect((await only("medication_requests")).data).toMatchObject({
      patientId: patient.id,
      medicationId: medication.id,
    });
    expect((await only("conditions")).data).toMatchObject({ patientId: patient.id });
  });

  it("unites two patients that a message says are one, and all that belonged to the one that is no more", async () => {
    await take("ADT^A04^ADT_A01", ada);
    await take("ADT^A01^ADT_A01", ada.replace("77123", "88000").replace("Okafor", "Okaforr"), visit);
    await process();
    expect(await all("patients")).toHaveLength(2);
    await take("ADT^A40^ADT_A39", "EVN|A40|20261117", ada, "MRG|88000^^^MAIN^MR");
    await process();
    const patient = await only("patients");
    expect(patient.data.lastName).toBe("Okafor");
    expect((await only("encounters")).data.patientId).toBe(patient.id);
  });

  it("goes on under the new number where only the old one was known", async () => {
    await take("ADT^A04^ADT_A01", ada);
    await process();
    const before = await only("patients");
    await take("ADT^A40^ADT_A39", "PID|1||99111^^^MAIN^MR||Okafor^Ada", "MRG|77123^^^MAIN^MR");
    await process();
    const after = await only("patients");
    expect(after.id).toBe(before.id);
    expect(after.data).toMatchObject({ dateOfBirth: "1980-05-15", address: { city: "Leeds" } });
  });

  describe("that the integration's mapping refuses", () => {
    const mail = `${ada}~^NET^Internet^ada@example.org`;
    beforeEach(async () => {
      const email = {
        localField: "email",
        remoteField: '$.telecom[?(@.system=="email")].value',
        required: true,
        direction: "pull" as const,
      };
      await changeMapping(actor, integrationId, "patients", { fieldMappings: [email] });
    });

    it("fails it with a reason, and processes all others", async () => {
      const bad = await take("ADT^A08^ADT_A01", ada);
      const good = await take("ADT^A08^ADT_A01", mail.replace("77123", "78000"));
      await process();
      expect(await readMessage(actor, good)).toMatchObject({ processing: "PROCESSED" });
      const failed = await readMessage(actor, bad);
      expect(failed).toMatchObject({ processing: "FAILED", records: [] });
      expect(failed.errors[0]?.detail).toContain("email");
      expect(await all("patients")).toHaveLength(1);
    });

    it("processes its replay once it was mended", async () => {
      const id = await take("ADT^A08^ADT_A01", ada);
      await process();
      const raw = hl7(actor.organizationId, "ADT^A08^ADT_A01", [mail]).toString();
      const mended = await replayMessage(actor, id, { mapping: "newest", raw });
      await process();
      expect(await readMessage(actor, mended.id)).toMatchObject({ processing: "PROCESSED", replayOf: id });
      expect((await only("patients")).data.email).toBe("ada@example.org");
    });

    it("counts it once however often it is replayed, and no more when a replay was processed", async () => {
      const id = await take("ADT^A08^ADT_A01", ada);
      await process();
      const again = await replayMessage(actor, id, { mapping: "newest" });
      await process();
      const failed = () => previewReplay(actor, { status: "FAILED" });
      expect(await failed()).toMatchObject({ count: 1, sample: [{ id: again.id, processing: "FAILED" }] });
      const raw = hl7(actor.organizationId, "ADT^A08^ADT_A01", [mail]).toString();
      await replayMessage(actor, again.id, { mapping: "newest", raw });
      await process();
      expect(await failed()).toEqual({ count: 0, sample: [] });
      const settled = await readMessage(actor, id);
      expect(settled).toMatchObject({ processing: "PROCESSED", attempts: 1 });
      expect(settled.timeline.at(-1)?.event).toBe("settled");
    });
  });

  it("is done again by the mappings of then, or by those of now", async () => {
    const id = await take("ADT^A08^ADT_A01", ada);
    await process();
    const city = {
      localField: "language",
      remoteField: "$.address[0].city",
      required: false,
      direction: "pull" as const,
    };
    await changeMapping(actor, integrationId, "patients", { fieldMappings: [city] });
    await replayMessage(actor, id, { mapping: "same" });
    await process();
    expect((await only("patients")).data.language).toBeNull();
    await replayMessage(actor, id, { mapping: "newest" });
    await process();
    expect((await only("patients")).data.language).toBe("Leeds");
  });

  it("gives up the message that ends its worker again and again, and goes on with the others", async () => {
    const poison = await take("ADT^A08^ADT_A01", ada);
    const harmless = await take("ADT^A08^ADT_A01", "PID|1||88^^^MAIN^MR||Hart^Lena||19700101|F");
    const place = { organizationId: actor.organizationId, integrationId };
    const end = () => processNext(place, () => Promise.reject(new Error("the worker ended")), true);
    for (let times = 1; times <= 3; times++) await expect(end()).rejects.toThrow("the worker ended");
    expect(await readMessage(actor, poison)).toMatchObject({ processing: "RECEIVED", attempts: 3 });
    await processNext(place, async () => undefined, true);
    expect(await readMessage(actor, harmless)).toMatchObject({ processing: "PROCESSED", attempts: 1 });
    const given = await readMessage(actor, poison);
    expect(given).toMatchObject({ processing: "DEAD", errors: [{ code: "processing_ended_worker" }] });
    await replayMessage(actor, poison, { mapping: "newest" });
    await process();
    expect((await all("patients")).length).toBe(2);
  });

  it("changes nothing when the same message is processed twice", async () => {
    const id = await take("ADT^A04^ADT_A01", ada);
    await process();
    await replayMessage(actor, id, { mapping: "same" });
    await process();
    expect((await only("patients")).version).toBe(1);
  });

  it("waits while the integration is paused, and loses nothing", async () => {
    await pauseIntegration(actor, integrationId);
    const id = await take("ADT^A04^ADT_A01", ada);
    expect(await process()).toBe(0);
    expect(await readMessage(actor, id)).toMatchObject({ processing: "RECEIVED", ack: { code: "AA" } });
    await resumeIntegration(actor, integrationId);
    await process();
    expect(await all("patients")).toHaveLength(1);
  });

  it("recognises a patient whom another sender told of, and parts them again where that was wrong", async () => {
    await take("ADT^A04^ADT_A01", ada);
    await process();
    const first = integrationId;
    integrationId = await makeSender(actor.organizationId, { sendingApplication: "HIS" });
    const frame = hl7(actor.organizationId, "ADT^A08^ADT_A01", [ada.replace("555-1234", "555-9999")]);
    await takeFrame(Buffer.from(frame.toString().replace("|LAB|", "|HIS|")), peer);
    await process();
    const patient = await only("patients");
    expect(patient.links.map((link) => link.integrationId).sort()).toEqual([first, integrationId].sort());
    const link = (await readLinks(actor, "patients", patient.id)).find(
      (one) => one.integrationId === integrationId,
    );
    const split = await unlinkRecord(actor, {
      entity: "patients",
      recordId: patient.id,
      linkId: link?.id ?? "",
      reason: "a twin",
    });
    const both = await all("patients");
    expect(both.map(({ id, data }) => [id, data.phone]).sort()).toEqual(
      [
        [patient.id, "555-1234"],
        [split.recordId, "555-9999"],
      ].sort(),
    );
  });

  it("takes back nothing that was said by what FHIR demands and a later message leaves out", async () => {
    await take("ADT^A01^ADT_A01", ada, visit);
    await take("ADT^A03^ADT_A03", ada, visit);
    await take("ADT^A08^ADT_A01", ada, visit);
    await process();
    expect((await only("encounters")).data.status).toBe("finished");
  });

  it("keeps a cancelled admission as what it was, cancelled", async () => {
    await take("ADT^A01^ADT_A01", ada, visit);
    await take("ADT^A11^ADT_A09", ada, visit);
    await process();
    expect((await only("encounters")).data.status).toBe("cancelled");
  });
});
