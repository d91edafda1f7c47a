import { describe, expect, it } from "vitest";
import { GET as events } from "@/app/api/integrations/[id]/events/route";
import { POST as rollback } from "@/app/api/integrations/[id]/mappings/[entity]/rollback/route";
import { GET as read, PUT as save } from "@/app/api/integrations/[id]/mappings/[entity]/route";
import { PUT as change, GET as readOne } from "@/app/api/integrations/[id]/route";
import { POST as create } from "@/app/api/integrations/route";
import { GET as functions } from "@/app/api/mapping/functions/route";
import {
  PUT as changeLookup,
  GET as readLookup,
  DELETE as removeLookup,
} from "@/app/api/mapping/lookups/[name]/route";
import { POST as createLookup, GET as listLookups } from "@/app/api/mapping/lookups/route";
import { mappingOf } from "@/lib/mapping";
import { withOrganization } from "@/lib/platform/db";
import { beforeEachTest, type Caller, call, epicBody, makeCaller } from "./testing/routes";

let admin: Caller;
let id: string;

beforeEachTest((stage) => {
  ({ admin, id } = stage);
});

const params = { entity: "patients" };
const gender = { localField: "gender", remoteField: "sex", transform: { kind: "lookup", table: "sex" } };
const first = { localField: "firstName", remoteField: "name[0].given[0]", transform: "capitalize" };
const whole = { required: false, direction: "both" };
const sex = { name: "sex", rows: [{ from: "W", to: "female" }], default: null };

function put(fieldMappings: unknown, more: object = {}) {
  return call("PUT", save, { caller: admin, id, params, body: { fieldMappings, ...more } });
}

async function shown(query?: string) {
  return (await call("GET", read, { caller: admin, id, params, query })).json;
}

describe("the mapping of an entity", () => {
  it("is empty before it was ever saved", async () => {
    expect(await shown()).toMatchObject({
      entity: "patients",
      version: 0,
      by: null,
      fieldMappings: [],
      versions: [],
    });
    expect(await withOrganization(admin, (tx) => mappingOf(tx, id, "patients"))).toBeNull();
  });

  it("is saved as the next version, with who, when and why, and what can only be pulled", async () => {
    await put([first], { note: "names" });
    const toFull = { localField: "language", remoteField: "lang", transform: "remove_accents" };
    const { status, json } = await put([first, toFull]);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      version: 2,
      note: null,
      fieldMappings: [
        { ...first, ...whole },
        { ...toFull, ...whole },
      ],
      notices: [{ path: "[1].transform[0]", message: expect.stringContaining("only pulled") }],
      versions: [
        { version: 2, note: null },
        { version: 1, note: "names", by: { kind: "key", name: "Test key" }, at: expect.any(String) },
      ],
    });
    expect(await shown("?version=1")).toMatchObject({ version: 1, fieldMappings: [first] });
    const told = await call("GET", events, { caller: admin, id });
    expect(told.json.data[0].message).toBe("Field mapping of patients: version 2");
  });

  it("stays at its version when the same is saved again", async () => {
    await put([first]);
    expect((await put([first])).json.version).toBe(1);
  });

  it("refuses what was changed from a version that is no longer in force", async () => {
    await put([first], { version: 0 });
    const stale = await put([], { version: 0 });
    expect(stale).toMatchObject({ status: 412, json: { code: "mapping_stale" } });
    expect((await shown()).version).toBe(1);
  });

  it.each([
    [{ ...first, localField: "a[" }, "fieldMappings[0].localField"],
    [{ ...first, transform: "nonsense" }, "fieldMappings[0].transform[0]"],
    [{ ...first, transform: { kind: "expression", jsonata: "$ +" } }, "fieldMappings[0].transform[0]"],
    [{ ...first, transform: { kind: "custom", code: "return (" } }, "fieldMappings[0].transform[0]"],
    [gender, "fieldMappings[0].transform[0]"],
  ])("refuses %j and keeps what was: %s", async (field, path) => {
    await put([first]);
    const refused = await put([field]);
    expect(refused).toMatchObject({ status: 422, json: { code: "mapping_invalid", errors: [{ path }] } });
    expect((await shown()).version).toBe(1);
  });

  it("comes back from an earlier version as a version of its own", async () => {
    await put([first]);
    await put([]);
    const body = { version: 1 };
    const back = await call("POST", rollback, { caller: admin, id, params, body });
    expect(back).toMatchObject({
      status: 200,
      json: { version: 3, note: "Back to version 1", fieldMappings: [first] },
    });
    const nowhere = await call("POST", rollback, { caller: admin, id, params, body: { version: 9 } });
    expect(nowhere).toMatchObject({ status: 404, json: { code: "mapping_version_not_found" } });
  });

  it("is none of an entity that there is not", async () => {
    const odd = await call("GET", read, { caller: admin, id, params: { entity: "dragons" } });
    expect(odd.status).toBe(404);
  });
});

describe("field mappings sent with an integration", () => {
  it("are versions of their own, also when they are cleared", async () => {
    await call("PUT", change, { caller: admin, id, body: { fieldMappings: { patients: [first] } } });
    await call("PUT", change, { caller: admin, id, body: { name: "Same mappings" } });
    expect((await shown()).version).toBe(1);
    await call("PUT", change, { caller: admin, id, body: { fieldMappings: null } });
    expect(await shown()).toMatchObject({ version: 2, fieldMappings: [] });
    expect((await call("GET", readOne, { caller: admin, id })).json.fieldMappings).toEqual({});
  });

  it("are refused with their place, and the integration with them", async () => {
    const fieldMappings = { patients: [{ ...first, transform: "nonsense" }] };
    const refused = await call("POST", create, {
      caller: admin,
      body: { ...epicBody, name: "Second", fieldMappings },
    });
    expect(refused).toMatchObject({
      status: 422,
      json: { code: "mapping_invalid", errors: [{ path: "fieldMappings.patients[0].transform[0]" }] },
    });
    const again = await call("POST", create, { caller: admin, body: { ...epicBody, name: "Second" } });
    expect(again.status).toBe(201);
  });
});

describe("a lookup table", () => {
  it("is kept, changed and listed, to its own organization", async () => {
    const created = await call("POST", createLookup, { caller: admin, body: sex });
    expect(created).toMatchObject({ status: 201, json: sex });
    expect(created.headers.get("location")).toBe("/api/mapping/lookups/sex");
    expect(await call("POST", createLookup, { caller: admin, body: sex })).toMatchObject({
      status: 409,
      json: { code: "lookup_name_taken" },
    });
    const name = { name: "sex" };
    const rows = [{ from: "M", to: "male" }];
    await call("PUT", changeLookup, { caller: admin, params: name, body: { rows } });
    expect((await call("GET", readLookup, { caller: admin, params: name })).json).toEqual({ ...name, rows });
    expect((await call("GET", listLookups, { caller: admin })).json.data).toEqual([{ ...name, rows }]);
    const stranger = await makeCaller("admin");
    expect((await call("GET", readLookup, { caller: stranger, params: name })).status).toBe(404);
  });

  it("makes a new version of each mapping that uses it, and of no other", async () => {
    await call("POST", createLookup, { caller: admin, body: sex });
    await put([gender]);
    const other = { entity: "practitioners" };
    await call("PUT", save, { caller: admin, id, params: other, body: { fieldMappings: [first] } });
    const body = { rows: [{ from: "W", to: "unknown" }] };
    await call("PUT", changeLookup, { caller: admin, params: { name: "sex" }, body });
    expect(await shown()).toMatchObject({ version: 2, note: "The lookup table sex was changed" });
    expect((await call("GET", read, { caller: admin, id, params: other })).json.version).toBe(1);
  });

  it("stays as long as a mapping uses it", async () => {
    await call("POST", createLookup, { caller: admin, body: sex });
    await put([gender]);
    const removal = () => call("DELETE", removeLookup, { caller: admin, params: { name: "sex" } });
    expect(await removal()).toMatchObject({ status: 409, json: { code: "lookup_in_use" } });
    await put([]);
    expect((await removal()).status).toBe(204);
    expect((await removal()).status).toBe(404);
  });
});

it("lists the functions with their inverses, arguments and examples", async () => {
  const { json } = await call("GET", functions, { caller: admin });
  expect(json.length).toBeGreaterThanOrEqual(40);
  expect(json).toContainEqual({
    name: "date_from_iso",
    description: expect.any(String),
    args: expect.objectContaining({ properties: { format: expect.objectContaining({ type: "string" }) } }),
    reversible: true,
    inverse: "date_to_iso",
    examples: expect.arrayContaining([{ input: "1980-05-15", output: "05/15/1980" }]),
  });
});
