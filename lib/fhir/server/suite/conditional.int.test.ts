/** What is done on a condition: of a version, of a query. Microsoft's IfMatchTests and Conditional*Tests, Medplum's. */
import { beforeEach, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { patient, refusal, servedFacade } from "../testing/served-facade";

const ask = servedFacade();
const system = "http://example.org/mrn";
let value: string;
let query: string;
beforeEach(() => {
  value = newId();
  query = `identifier=${system}|${value}`;
});

const identified = () => ({ ...patient, identifier: [{ system, value }] });
const create = async () => (await ask("POST", "Patient", { body: identified() })).json.id;
const count = async () => (await ask("GET", `Patient?${query}&_summary=count`)).json.total;

describe("a read that has been made before", () => {
  it.each([
    ["if-none-match", 'W/"1"', 304],
    ["if-none-match", '"1"', 304],
    ["if-none-match", 'W/"7", W/"1"', 304],
    ["if-none-match", "*", 304],
    ["if-none-match", 'W/"2"', 200],
    ["if-none-match", "gibberish", 200],
    ["if-modified-since", "Thu, 01 Jan 2099 00:00:00 GMT", 304],
    ["if-modified-since", "Thu, 01 Jan 2004 00:00:00 GMT", 200],
    ["if-modified-since", "gibberish", 200],
  ])("with %s: %s is answered %s %s", async (name, written, status) => {
    const answer = await ask("GET", `Patient/${await create()}`, { headers: { [name]: written } });
    expect([answer.status, answer.text === ""]).toEqual([status, status === 304]);
    expect(answer.headers.get("etag")).toBe('W/"1"');
  });
});

describe("a change of a version", () => {
  const change = (method: string, id: string, match: string) =>
    ask(method, `Patient/${id}`, {
      headers: {
        "if-match": match,
        ...(method === "PATCH" && { "content-type": "application/json-patch+json" }),
      },
      body: { PUT: { ...identified(), id }, PATCH: [{ op: "add", path: "/active", value: true }] }[method],
    });

  it.each(['W/"1"', '"1"', "1", "*", 'W/"3", W/"1"'])("is done where it is %s", async (match) => {
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      const { status } = await change(method, await create(), match);
      expect([method, status]).toEqual([method, method === "DELETE" ? 204 : 200]);
    }
  });

  it.each(['W/"2"', '"0"', "gibberish", 'W/"Jibberish"', ""])("is refused of %s", async (match) => {
    const id = await create();
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      expect([method, await change(method, id, match)]).toEqual([method, refusal(412)]);
    }
    expect((await ask("GET", `Patient/${id}`)).json.meta.versionId).toBe("1");
  });
});

describe("a create under a condition", () => {
  const make = (condition: string) =>
    ask("POST", "Patient", { body: identified(), headers: { "if-none-exist": condition } });

  it("makes one where there is none, answers the one that there is, and refuses where there are more", async () => {
    const made = await make(query);
    expect([made.status, await count()]).toEqual([201, 1]);
    const found = await make(`Patient?${query}`);
    expect([found.status, found.json]).toEqual([200, made.json]);
    expect(found.headers.get("etag")).toBe('W/"1"');
    await create();
    expect(await make(query)).toEqual(refusal(412));
    expect(await count()).toBe(2);
  });

  it("is refused without one that is understood", async () => {
    for (const condition of ["", "shoe=42", "identifier=", `${query}&shoe=42`]) {
      expect([condition, await make(condition)]).toEqual([
        condition,
        condition === "" ? expect.objectContaining({ status: 201 }) : refusal(400),
      ]);
    }
  });
});

describe("an update under a condition", () => {
  const put = (body: object, condition = query) => ask("PUT", `Patient?${condition}`, { body });

  it("makes one where there is none, changes the one that there is, and refuses where there are more", async () => {
    const made = await put(identified());
    expect([made.status, made.json.meta.versionId]).toEqual([201, "1"]);
    const { id } = made.json;
    const changed = await put({ ...identified(), active: true });
    expect([changed.status, changed.json.id, changed.json.meta.versionId]).toEqual([200, id, "2"]);
    expect((await put({ ...identified(), id })).status).toBe(200);
    expect(await put({ ...identified(), id: newId() })).toEqual(refusal(400));
    await create();
    expect(await put(identified())).toEqual(refusal(412));
  });

  it("makes none under the client's id, nor without a condition that is understood", async () => {
    expect(await put({ ...identified(), id: newId() })).toEqual(refusal(405));
    for (const condition of ["", "shoe=42", "identifier="]) {
      expect(await put(identified(), condition)).toEqual(refusal(400));
    }
    expect(await count()).toBe(0);
  });
});

describe("a delete or a patch under a condition", () => {
  it("does nothing where there is none, deletes the one that there is, and refuses where there are more", async () => {
    const remove = () => ask("DELETE", `Patient?${query}`);
    expect((await remove()).status).toBe(204);
    const id = await create();
    expect((await remove()).status).toBe(204);
    expect(await ask("GET", `Patient/${id}`)).toEqual(refusal(410));
    await create();
    await create();
    expect(await remove()).toEqual(refusal(412));
    expect(await count()).toBe(2);
    for (const condition of ["", "?identifier=", "?shoe=42"]) {
      expect(await ask("DELETE", `Patient${condition}`)).toEqual(refusal(400));
    }
  });

  it("patches the one that there is", async () => {
    const patch = () =>
      ask("PATCH", `Patient?${query}`, {
        body: [{ op: "add", path: "/active", value: true }],
        headers: { "content-type": "application/json-patch+json" },
      });
    expect(await patch()).toEqual(refusal(404));
    await create();
    expect(await patch()).toMatchObject({ status: 200, json: { active: true, meta: { versionId: "2" } } });
    await create();
    expect(await patch()).toEqual(refusal(412));
  });
});

describe("a JSON Patch", () => {
  const names = [{ family: "A" }, { family: "B" }];
  const patched = async (...operations: object[]) => {
    const { id } = (await ask("POST", "Patient", { body: { ...patient, name: names } })).json;
    return ask("PATCH", `Patient/${id}`, {
      body: operations,
      headers: { "content-type": "application/json-patch+json" },
    });
  };

  it.each([
    [[{ op: "add", path: "/name/-", value: { family: "C" } }], ["A", "B", "C"]],
    [[{ op: "add", path: "/name/0", value: { family: "C" } }], ["C", "A", "B"]],
    [[{ op: "replace", path: "/name/1/family", value: "C" }], ["A", "C"]],
    [[{ op: "remove", path: "/name/0" }], ["B"]],
    [[{ op: "move", from: "/name/1", path: "/name/0" }], ["B", "A"]],
    [[{ op: "copy", from: "/name/0", path: "/name/-" }], ["A", "B", "A"]],
    [
      [
        { op: "test", path: "/name/0/family", value: "A" },
        { op: "remove", path: "/name/1" },
      ],
      ["A"],
    ],
  ])("%j", async (operations, families) => {
    const { status, json } = await patched(...operations);
    expect([status, json.name.map(({ family }: { family: string }) => family)]).toEqual([200, families]);
  });

  it.each([
    [{ op: "test", path: "/name/0/family", value: "B" }, 412],
    [{ op: "remove", path: "/name/2" }, 422],
    [{ op: "replace", path: "/birthDate", value: "1980" }, 422],
    [{ op: "add", path: "/name/9", value: {} }, 422],
    [{ op: "add", path: "/shoeSize", value: 42 }, 422],
    [{ op: "replace", path: "/id", value: "mine" }, 422],
    [{ op: "remove", path: "/resourceType" }, 422],
    [{ op: "fly", path: "/name" }, 400],
    [{ op: "add", path: "name", value: [] }, 400],
    [{ op: "add", path: "/name/-" }, 400],
  ])("%j is refused with %s", async (operation, status) => {
    expect(await patched(operation)).toEqual(refusal(status));
  });
});
