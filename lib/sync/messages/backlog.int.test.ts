/** What a backlog leaves behind is what its messages would have left had each been processed when it came. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { adminOf } from "@/lib/auth/testing/actors";
import { changeMapping } from "@/lib/integrations";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { takeFrame } from "@/lib/messages";
import { hl7, makeSender } from "@/lib/messages/testing/senders";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { changeRecord, listRecords } from "@/lib/records";
import { processNext } from "./process";

const installation = installationForTests();

/** A name that the database does not take, wherever it is to be written. */
const refusedName = "Refused^Ada";

beforeAll(() =>
  installation.owner.query(`
    create function refuse_name() returns trigger language plpgsql as $$ begin
      if new.data->>'lastName' = 'Refused' then raise exception 'refused' using errcode = '22023'; end if;
      return new; end $$;
    create trigger refuse before insert or update on entity_records for each row execute function refuse_name();
    create trigger refuse before insert on entity_versions for each row execute function refuse_name()`),
);

interface Patient {
  readonly number: string;
  readonly name: string;
  readonly born: string;
}

const ada: Patient = { number: "77123", name: "Okafor^Ada", born: "19800515" };
const lena: Patient = { number: "88000", name: "Hart^Lena", born: "19700101" };

function pid({ number, name, born }: Patient, phone = ""): string {
  return `PID|1||${number}^^^MAIN^MR||${name}||${born}|F|||12 Elm St^^Leeds||${phone}`;
}

const visitOf = ({ number }: Patient) =>
  `PV1|1|I|WEST^12^A||||||||||||||||V-${number}|||||||||||||||||||||||||20261117080000`;

type Telling = readonly [type: string, ...segments: string[]];

function result(patient: Patient, value: number): Telling {
  return [
    "ORU^R01^ORU_R01",
    pid(patient),
    `ORC|RE|P-${patient.number}|F-1`,
    `OBR|1|P-${patient.number}|F-1|24323-8^Panel^LN|||20261117090000||||||||||||||||||F`,
    `OBX|1|NM|2345-7^Glucose^LN||${value}|mg/dL|70-105||||F|||20261117090000`,
  ];
}

/** What may be told of a patient: news, a result, a visit that begins, ends, was none or is deleted, a merge. */
function tellingOf(patient: Patient): fc.Arbitrary<Telling> {
  const name = fc.constantFrom(patient.name, "Bell^Ada", "Bell^Adaeze", refusedName);
  const born = fc.constantFrom(patient.born, "19800517");
  const phone = fc.constantFrom("", '""', "555-1234", "555-9999");
  const news = fc.record({ name, born, phone }).map((told): Telling => {
    return ["ADT^A08^ADT_A01", pid({ ...patient, ...told }, told.phone)];
  });
  const visit = fc
    .constantFrom("A01^ADT_A01", "A03^ADT_A03", "A11^ADT_A09", "A23^ADT_A21")
    .map((event): Telling => [`ADT^${event}`, pid(patient), visitOf(patient)]);
  const merge: Telling = ["ADT^A40^ADT_A39", pid(ada), `MRG|${lena.number}^^^MAIN^MR`];
  return fc.oneof(
    { weight: 5, arbitrary: news },
    { weight: 3, arbitrary: visit },
    { weight: 3, arbitrary: fc.integer({ min: 90, max: 92 }).map((value) => result(patient, value)) },
    { weight: 1, arbitrary: fc.constant(merge) },
  );
}

interface Story {
  /** A person has changed here what messages tell too. */
  readonly isEdited: boolean;
  /** The mapping refuses patients without a phone. */
  readonly isStrict: boolean;
  readonly tellings: readonly Telling[];
}

const story: fc.Arbitrary<Story> = fc.record({
  isEdited: fc.boolean(),
  isStrict: fc.boolean(),
  tellings: fc.array(fc.oneof(tellingOf(ada), tellingOf(ada), tellingOf(lena)), {
    minLength: 2,
    maxLength: 12,
  }),
});

const phoneIsRequired = {
  localField: "phone",
  remoteField: '$.telecom[?(@.system=="phone")].value',
  required: true,
  direction: "pull" as const,
};

/** A sender of an organization of its own, about whose two patients something is known. */
async function openWorld({ isEdited, isStrict }: Story) {
  const { organizationId } = await makeCaller("admin");
  const actor = adminOf(organizationId);
  const integrationId = await makeSender(organizationId, {
    sendingApplication: "LAB",
    sendingFacility: "MAIN",
  });
  const take = ([type, ...segments]: Telling) =>
    takeFrame(hl7(organizationId, type, segments), { address: "10.20.0.7" });
  const process = async () => {
    let rounds = 0;
    while (await processNext({ organizationId, integrationId }, async () => undefined)) rounds++;
    return rounds;
  };
  for (const patient of [ada, lena]) await take(["ADT^A04^ADT_A01", pid(patient, "555-1234")]);
  await process();
  if (isStrict) await changeMapping(actor, integrationId, "patients", { fieldMappings: [phoneIsRequired] });
  const [known] = (await listRecords(actor, "patients", { q: "Okafor" }, { limit: 1, place: null })).data;
  if (isEdited && known) {
    const patch = { dateOfBirth: "1980-05-16", email: "ada@example.org" };
    await changeRecord(actor, "patients", known.id, { patch, ifMatch: '"1"' });
  }
  await withOrganization({ organizationId }, (tx) => hearEverything(tx, organizationId));
  return { organizationId, take, process };
}

function hearEverything(tx: Tx, organizationId: string): Promise<number> {
  return tx.execute(
    `insert into webhook_endpoints (id, organization_id, url, events, algorithm, secrets, payload, max_attempts, timeout_ms, created_at)
     values ($1, $2, 'https://example.org/', '{*}', 'hmac-sha256', '[]', 'thin', 1, 1000, now())`,
    [newId(), organizationId],
  );
}

/** Queries of what is left, each in an order that does not depend on when it came about. */
const traces = {
  records: `select l.entity, l.remote_id, l.state, l.local_base, l.ignored, l.record_id, v.version, v.data, v.deleted_at is not null as gone
              from sync_links l
              join (select id, version, data, deleted_at from entity_records
                     union all select record_id, version, data, deleted_at from entity_versions) v on v.id = l.record_id
             order by l.entity, l.remote_id, v.version`,
  found: `select l.entity, l.remote_id, s.words from sync_links l join search_entries s on s.record_id = l.record_id
           order by l.entity, l.remote_id`,
  messages: `select processing, attempts, jsonb_path_query_array(errors, '$[*].code') as codes,
                    (select jsonb_agg(r order by r::text) from jsonb_array_elements(records) r) as records
               from messages order by id`,
  conflicts: `select kind, status, paths, l.remote_id from sync_conflicts c join sync_links l on l.id = c.link_id
               order by l.remote_id, c.id`,
  events: `select e.type, e.version, l.remote_id from webhook_events e join sync_links l on l.record_id = e.record_id
            order by l.remote_id, e.type, e.id`,
  pending: "select entity, remote_id, field from pending_references order by 1, 2, 3",
};

/** All that is left, records named by what their sender calls them. */
async function left(organizationId: string): Promise<Record<string, unknown>> {
  return withOrganization({ organizationId }, async (tx) => {
    const links = await tx.query<{ id: string; name: string }>(
      "select record_id as id, entity || '/' || min(remote_id) as name from sync_links group by record_id, entity",
    );
    const names = new Map(links.map(({ id, name }) => [id, name]));
    const named = (_key: string, value: unknown) =>
      typeof value === "string" ? (names.get(value) ?? value) : value;
    const result: Record<string, unknown> = {};
    for (const [what, query] of Object.entries(traces)) {
      result[what] = JSON.parse(JSON.stringify(await tx.query(query), named));
    }
    return result;
  });
}

describe("a backlog", () => {
  it("leaves the versions, events, conflicts and outcomes that its messages would have left one by one", async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const [oneByOne, together] = [await openWorld(told), await openWorld(told)];
        for (const telling of told.tellings) {
          await oneByOne.take(telling);
          await oneByOne.process();
        }
        for (const telling of told.tellings) await together.take(telling);
        await together.process();
        expect(await left(together.organizationId)).toEqual(await left(oneByOne.organizationId));
      }),
      { numRuns: 12 },
    );
  });

  it("of one patient is processed in a few rounds, each message with its version and its event", async () => {
    const { take, process, organizationId } = await openWorld({
      isEdited: false,
      isStrict: false,
      tellings: [],
    });
    for (let n = 0; n < 40; n++) await take(["ADT^A08^ADT_A01", pid({ ...ada, name: `Okafor^Ada${n}` })]);
    expect(await process()).toBe(1);
    const versions = await withOrganization({ organizationId }, (tx) =>
      tx.query<{ version: number; name: string }>(
        `select v.version, v.data->>'firstName' as name, e.type
           from (select id, version, data from entity_records union all select record_id, version, data from entity_versions) v
           join webhook_events e on e.record_id = v.id and e.version = v.version and e.type = 'patient.updated' order by v.version`,
      ),
    );
    expect(versions).toEqual(
      Array.from({ length: 40 }, (_, n) => ({ version: n + 2, name: `Ada${n}`, type: "patient.updated" })),
    );
  });
});
