import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { type RecordEntity, schemaOf } from "./schema";
import { insertRecords, replaceRecords, type WriteContext } from "./write";

const installation = installationForTests();

const times = [
  "2020",
  "2020-02",
  "2020-02-29",
  "2020-02-30",
  "2020-13",
  "0000-01-01",
  "0001-01-01T00:00:00+14:00",
  "9999-12-31",
  "9999",
  "2020-05-01T10:00",
  "2020-05-01T10:00:00Z",
  "2020-05-01T10:00:00.1239999-05:00",
  "2020-05-01T10:00:60Z",
  "2020-05-01T10:00:61Z",
  "2020-05-01T24:00:00Z",
  "2021-01-01",
];

function writer(organizationId: string, entity: RecordEntity): WriteContext {
  return { organizationId, entity, changedBy: { kind: "system", id: "test", name: "Test" }, at: new Date() };
}

/** Every date field of every entity, with every time. */
function records(at: string, until: string): [RecordEntity, object][] {
  return [
    ["observations", { patientId: null, status: "final", code: {}, effectiveAt: at }],
    ["conditions", { onsetAt: at, abatedAt: until, recordedAt: at }],
    ["medications", { expiresAt: at }],
    ["medication_requests", { authoredAt: at }],
    ["appointments", { startAt: at }],
    ["encounters", { startAt: at, endAt: until }],
    ["encounters", { startAt: null, endAt: until }],
    ["diagnostic_reports", { effectiveAt: at, issuedAt: until }],
    ["documents", { indexedAt: at, startAt: until, endAt: at }],
    ["patients", { deceased: at }],
    ["patients", { deceased: true }],
  ];
}

const datesKept = "select record_id, key, low, high from search_dates order by record_id, key";

it("is filled for records that were there before as it is for those written since", async () => {
  const organizationId = await installation.addOrganization();
  await withOrganization({ organizationId }, async (tx) => {
    for (const at of times) {
      for (const [entity, data] of records(at, times[1] ?? "")) {
        await insertRecords(tx, writer(organizationId, entity), [
          { id: newId(), data: schemaOf[entity].parse(data) },
        ]);
      }
    }
  });
  const { owner } = installation;
  const { rows: written } = await owner.query(datesKept);
  expect(written.length).toBeGreaterThan(100);
  await owner.query("delete from search_dates");
  const [folder] = readdirSync("prisma/migrations").filter((name) => name.endsWith("_fhir_facade"));
  const migration = readFileSync(`prisma/migrations/${folder}/migration.sql`, "utf8");
  await owner.query(`begin; ${migration.slice(migration.indexOf("create function pg_temp.moment"))} commit`);
  expect((await owner.query(datesKept)).rows).toEqual(written);
});

it("follows a record that changes", async () => {
  const organizationId = await installation.addOrganization();
  const id = newId();
  const context = writer(organizationId, "conditions");
  const dates = await withOrganization({ organizationId }, async (tx) => {
    const data = (onsetAt: string | null) => schemaOf.conditions.parse({ onsetAt });
    await insertRecords(tx, context, [{ id, data: data("2020") }]);
    await replaceRecords(tx, context, [{ id, data: data("2021") }]);
    const changed = await tx.query<{ low: Date }>("select low from search_dates where record_id = $1", [id]);
    await replaceRecords(tx, context, [{ id, data: data(null) }]);
    return [...changed, ...(await tx.query("select low from search_dates where record_id = $1", [id]))];
  });
  expect(dates).toEqual([{ low: new Date("2021-01-01T00:00:00Z") }]);
});

it("is searched by its index, as row-level security allows", async () => {
  const organizationId = await installation.addOrganization();
  const plan = await withOrganization(
    { organizationId, clinicIds: [newId()] },
    (tx) =>
      tx.query<{ "QUERY PLAN": string }>(
        "explain select record_id from search_dates where key = 1 and high > '2020-01-01' and low < '2021-01-01'",
      ),
    { byKeyOnly: true },
  );
  const text = plan.map((line) => line["QUERY PLAN"]).join("\n");
  expect(text).toMatch(
    /Index Scan.*using search_dates_key_high_low_idx|Bitmap Index Scan on search_dates_key_high_low_idx/,
  );
  expect(text).toMatch(/Index Cond: .*key = .*high > .*low < /);
});
