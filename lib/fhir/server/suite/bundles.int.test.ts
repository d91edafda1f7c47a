/** Transactions and batches. Crucible's TransactionAndBatchTest, the bundle tests of Microsoft's server and Medplum's. */
import { describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { patient, refusal, servedFacade } from "../testing/served-facade";

const ask = servedFacade();
const system = "http://example.org/mrn";

interface Entry {
  readonly fullUrl?: string;
  readonly resource?: object;
  readonly request: object;
}

const post = (type: string, entry: readonly Entry[], headers = {}) =>
  ask("POST", "", { body: { resourceType: "Bundle", type, entry }, headers });
const transaction = (...entry: Entry[]) => post("transaction", entry);
const batch = (...entry: Entry[]) => post("batch", entry);

const posted = (resource: object, more: object = {}) => ({
  resource,
  request: { method: "POST", url: Reflect.get(resource, "resourceType"), ...more },
});
const asked = (method: string, url: string, resource?: object) => ({ resource, request: { method, url } });

const observed = (code: string, reference: string, value = 170) => ({
  resourceType: "Observation",
  status: "final",
  code: { coding: [{ system: "http://loinc.org", code }] },
  subject: { reference },
  valueQuantity: { value },
});
const identified = (value: string) => ({ ...patient, identifier: [{ system, value }] });

interface Answered {
  readonly resource: ReturnType<typeof Object>;
  readonly response: { readonly status: string; readonly location: string };
}
const statuses = (entry: Answered[]) => entry.map(({ response }) => response.status);
const idIn = ({ response: { location } }: Answered) => /\/([^/]+)\/_history/.exec(location)?.[1] ?? "";
const create = async (resource: object) =>
  (await ask("POST", String(Reflect.get(resource, "resourceType")), { body: resource })).json.id;
const total = async (address: string) => (await ask("GET", `${address}&_summary=count`)).json.total;

describe("a transaction", () => {
  it.each([
    ["its fullUrl", { fullUrl: "urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a" }, {}, undefined],
    ["an address of another server", { fullUrl: "http://example.org/fhir/Patient/foo" }, {}, "Patient/foo"],
    ["its id, where it has no fullUrl", {}, { id: "foo" }, "Patient/foo"],
    ["a bare id", { fullUrl: "61ebe359" }, {}, "Patient/61ebe359"],
  ])("makes resources that call each other by %s", async (_what, named, id, called) => {
    const reference = called ?? String(named.fullUrl);
    const { status, json } = await transaction(
      posted(observed("8302-2", reference)),
      { ...named, ...posted({ ...patient, ...id }) },
      posted({ resourceType: "Condition", subject: { reference } }),
    );
    expect([status, json.type, statuses(json.entry)]).toEqual([
      200,
      "transaction-response",
      ["201", "201", "201"],
    ]);
    const subject = { reference: `Patient/${idIn(json.entry[1])}` };
    expect(json.entry[0].resource.subject).toEqual(subject);
    expect(json.entry[2].resource.subject).toEqual(subject);
    expect((await ask("GET", json.entry[0].response.location)).json.subject).toEqual(subject);
  });

  it("deletes, then creates, then updates, then reads", async () => {
    const subject = `Patient/${await create(patient)}`;
    const height = await create(observed("8302-2", subject));
    const weight = await create(observed("3141-9", subject));
    const { status, json } = await transaction(
      asked("GET", `Observation?code=http://loinc.org|3141-9&patient=${subject}`),
      asked("PUT", `Observation/${height}`, { ...observed("3141-9", subject), id: height }),
      posted(observed("8302-2", subject, 177)),
      asked("DELETE", `Observation/${weight}`),
    );
    expect([status, statuses(json.entry)]).toEqual([200, ["200", "200", "201", "204"]]);
    expect(json.entry[0].resource).toMatchObject({ total: 1, entry: [{ resource: { id: height } }] });
    expect(json.entry[3].resource).toBeUndefined();
  });

  it("finds by conditions what it means", async () => {
    const [known, other] = [newId(), newId()];
    const id = await create(identified(known));
    const condition = `identifier=${system}|${known}`;
    const { status, json } = await transaction(
      posted(identified(known), { ifNoneExist: condition }),
      posted(observed("8302-2", `Patient?${condition}`)),
      asked("PUT", `Patient?identifier=${other}`, identified(other)),
      asked("DELETE", `Patient?identifier=${newId()}`),
    );
    expect([status, statuses(json.entry)]).toEqual([200, ["200", "201", "201", "204"]]);
    expect([idIn(json.entry[0]), json.entry[1].resource.subject.reference]).toEqual([id, `Patient/${id}`]);
    await create(identified(known));
    const many = await transaction(posted(identified(known), { ifNoneExist: condition }));
    expect(many).toEqual(refusal(412));
  });

  it("deletes a whole record, in any order", async () => {
    const id = await create(patient);
    const observation = await create(observed("8302-2", `Patient/${id}`));
    const { json } = await transaction(
      asked("DELETE", `Patient/${id}`),
      asked("DELETE", `Observation/${observation}`),
    );
    expect(statuses(json.entry)).toEqual(["204", "204"]);
    expect(await ask("GET", `Observation/${observation}`)).toEqual(refusal(410));
  });

  it.each([
    ["is not valid", posted({ ...patient, gender: ["male", "female"] }), 422],
    ["is of no type that is kept", posted({ resourceType: "Pet" }), 404],
    ["reads what is not there", asked("GET", "Patient/12345"), 404],
    ["changes what is not there", asked("PUT", "Patient/12345", { ...patient, id: "12345" }), 405],
    ["points at nothing", posted(observed("1", `Patient?identifier=nobody`)), 422],
    ["has no condition that is understood", asked("DELETE", "Patient?shoe=42"), 400],
    ["does what is not done", asked("POST", "Patient/$everything", patient), 405],
  ])("is undone as a whole when an entry %s", async (_what, entry, status) => {
    const value = newId();
    const id = await create(patient);
    const refused = await transaction(posted(identified(value)), asked("DELETE", `Patient/${id}`), entry);
    expect(refused).toEqual(refusal(status));
    expect(refused.json.issue[0].expression[0]).toContain("Bundle.entry[2]");
    expect([await total(`Patient?identifier=${value}`), await total(`Patient?_id=${id}`)]).toEqual([0, 1]);
  });

  it("is refused where two entries mean one resource", async () => {
    const value = newId();
    const id = await create(identified(value));
    const condition = `identifier=${system}|${value}`;
    const whole = { ...identified(value), id };
    const fresh = newId();
    for (const [one, other] of [
      [asked("PUT", `Patient/${id}`, whole), asked("DELETE", `Patient/${id}`)],
      [asked("PUT", `Patient/${id}`, whole), asked("PUT", `Patient?${condition}`, whole)],
      [asked("PUT", `Patient/${id}`, whole), asked("DELETE", `Patient?${condition}`)],
      [
        posted(identified(fresh), { ifNoneExist: `identifier=${fresh}` }),
        posted(identified(fresh), { ifNoneExist: `identifier=${fresh}` }),
      ],
      [
        asked("PUT", `Patient?identifier=${fresh}`, identified(fresh)),
        posted(identified(fresh), { ifNoneExist: `identifier=${fresh}` }),
      ],
    ] as const) {
      expect(await transaction(one, other)).toEqual(refusal(400));
    }
    expect([await total(`Patient?${condition}`), await total(`Patient?identifier=${fresh}`)]).toEqual([1, 0]);
  });

  it.each([
    ["minimal", [undefined, undefined]],
    ["representation", ["Patient", undefined]],
    ["OperationOutcome", [undefined, "OperationOutcome"]],
  ])("answers what the client prefers: %s", async (wish, shown) => {
    const { json } = await post("transaction", [posted(patient)], { prefer: `return=${wish}` });
    const [{ resource, response }] = json.entry;
    expect([resource?.resourceType, response.outcome?.resourceType]).toEqual(shown);
  });

  it("may be empty", async () => {
    expect(await transaction()).toMatchObject({ status: 200, json: { type: "transaction-response" } });
  });
});

describe("a batch", () => {
  it("does what can be done, and tells of each entry", async () => {
    const [doctor, gone] = [await create({ resourceType: "Practitioner" }), await create(patient)];
    const value = newId();
    const { status, json } = await batch(
      posted(identified(value)),
      asked("GET", `Patient?identifier=${newId()}`),
      asked("DELETE", `Patient/${gone}`),
      asked("PUT", `Practitioner/${doctor}`, { resourceType: "Practitioner", id: doctor, gender: "unknown" }),
      asked("GET", "Practitioner/does-not-exist"),
      posted({ ...patient, gender: ["male"] }),
      asked("PATCH", `Practitioner/${doctor}`, { resourceType: "Parameters" }),
    );
    expect([status, json.type, statuses(json.entry)]).toEqual([
      200,
      "batch-response",
      ["201", "200", "204", "200", "404", "422", "400"],
    ]);
    expect(json.entry[0].resource).toMatchObject(identified(value));
    expect(json.entry[1].resource).toMatchObject({ type: "searchset", total: 0 });
    expect(json.entry[3].resource).toMatchObject({ gender: "unknown", meta: { versionId: "2" } });
    for (const { resource, response } of json.entry.slice(4)) {
      expect([resource, response.outcome.resourceType]).toEqual([undefined, "OperationOutcome"]);
    }
  });

  it("has no entries that need each other", async () => {
    const { json } = await batch(
      posted({ ...patient, id: "batchfoo" }),
      posted(observed("8302-2", "Patient/batchfoo")),
    );
    expect(statuses(json.entry)).toEqual(["201", "422"]);
  });

  it("reads what its entries before it wrote", async () => {
    const subject = `Patient/${await create(patient)}`;
    const { json } = await batch(
      posted(observed("8302-2", subject)),
      posted(observed("3141-9", subject)),
      asked("GET", `Observation?patient=${subject}`),
    );
    expect([statuses(json.entry), json.entry[2].resource.total]).toEqual([["201", "201", "200"], 2]);
  });
});

it("takes no other bundle, and nothing that is none", async () => {
  for (const body of [
    { resourceType: "Bundle", type: "collection", entry: [] },
    { resourceType: "Bundle", entry: [] },
    { resourceType: "Bundle", type: "transaction", entry: [{ resource: patient }] },
    { resourceType: "Bundle", type: "batch", entry: [{ request: { method: "FLY", url: "Patient" } }] },
    patient,
  ]) {
    expect(await ask("POST", "", { body })).toEqual(refusal(400));
  }
  for (const method of ["GET", "PUT", "DELETE"]) {
    const body = method === "PUT" ? patient : undefined;
    expect(await ask(method, "", { body })).toEqual(refusal(405));
  }
});
