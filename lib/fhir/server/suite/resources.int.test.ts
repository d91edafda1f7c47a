/** Each type: created, read, updated, its versions and history, deleted. Crucible's ResourceTest and ReadTest. */
import { describe, expect, it } from "vitest";
import { patient, refusal, servedFacade, smallest } from "../testing/served-facade";

const ask = servedFacade();

describe.each(Object.entries(smallest))("%s", (type, content) => {
  const resource = { resourceType: type, ...content };
  const changed = { ...resource, language: "en" };

  it("is created, read, updated, read by version, and gone", async () => {
    const created = await ask("POST", type, { body: resource });
    const { id } = created.json;
    expect(created).toMatchObject({ status: 201, json: { ...resource, meta: { versionId: "1" } } });
    expect(created.headers.get("location")).toMatch(new RegExp(`/api/fhir/R4/${type}/${id}/_history/1$`));
    expect((await ask("GET", String(created.headers.get("location")))).json).toEqual(created.json);

    const read = await ask("GET", `${type}/${id}`);
    expect(read).toMatchObject({ status: 200, json: created.json });
    expect(read.headers.get("content-type")).toBe("application/fhir+json; charset=utf-8");
    expect(read.headers.get("etag")).toBe('W/"1"');
    const lastModified = Date.parse(String(read.headers.get("last-modified")));
    expect(lastModified).toBe(Math.floor(Date.parse(read.json.meta.lastUpdated) / 1_000) * 1_000);

    const updated = await ask("PUT", `${type}/${id}`, { body: { ...changed, id } });
    expect(updated).toMatchObject({ status: 200, json: { ...changed, id, meta: { versionId: "2" } } });
    expect([updated.headers.get("etag"), updated.headers.get("location")]).toEqual(['W/"2"', null]);
    expect((await ask("GET", `${type}/${id}/_history/1`)).json).toEqual(created.json);
    expect((await ask("GET", `${type}/${id}/_history/2`)).json).toEqual(updated.json);

    expect(await ask("DELETE", `${type}/${id}`)).toMatchObject({ status: 204, text: "" });
    expect(await ask("GET", `${type}/${id}`)).toEqual(refusal(410));
    expect(await ask("GET", `${type}/${id}/_history/3`)).toEqual(refusal(410));
    expect((await ask("GET", `${type}/${id}/_history/2`)).json).toEqual(updated.json);
    expect((await ask("GET", `${type}?_id=${id}`)).json).toMatchObject({ total: 0 });
    expect(await ask("DELETE", `${type}/${id}`)).toMatchObject({ status: 204 });
    const again = await ask("PUT", `${type}/${id}`, { body: { ...resource, id } });
    expect(again).toMatchObject({ status: 201, json: { id, meta: { versionId: "4" } } });
  });

  it("is listed by its type", async () => {
    const { id } = (await ask("POST", type, { body: resource })).json;
    const { status, json } = await ask("GET", type);
    expect([status, json.type]).toEqual([200, "searchset"]);
    expect(json.entry.map(({ resource }: { resource: { id: string } }) => resource.id)).toContain(id);
  });
});

describe("a read", () => {
  it("answers 404 for what is not there", async () => {
    for (const address of [
      "Patient/Supercalifragilisticexpialidocious",
      "Patient/Invalid-ID-Because_Of_!@$Special_Characters_and_Length_Over_Sixty_Four_Characters",
      "Patient/00000000-0000-4000-8000-000000000000",
      "Patient/00000000-0000-4000-8000-000000000000/_history/1",
      "Pet/1",
      "Pet",
    ]) {
      expect(await ask("GET", address)).toEqual(refusal(404));
    }
  });

  it("shows the part asked for, marked as a part", async () => {
    const text = { status: "generated", div: '<div xmlns="http://www.w3.org/1999/xhtml">Caro</div>' };
    const { id } = (await ask("POST", "Patient", { body: { ...patient, text, birthDate: "1980" } })).json;
    const elements = async (query: string) => {
      const { json } = await ask("GET", `Patient/${id}?${query}`);
      expect([json.id, json.meta.tag?.[0].code]).toEqual([id, "SUBSETTED"]);
      return Object.keys(json).sort();
    };
    expect(await elements("_summary=text")).toEqual(["id", "meta", "resourceType", "text"]);
    expect(await elements("_summary=data")).toEqual(["birthDate", "id", "meta", "name", "resourceType"]);
    expect(await elements("_summary=true")).toEqual(["birthDate", "id", "meta", "name", "resourceType"]);
    expect(await elements("_elements=birthDate")).toEqual(["birthDate", "id", "meta", "resourceType"]);
    expect((await ask("GET", `Patient/${id}?_summary=false`)).json).toMatchObject({
      text,
      birthDate: "1980",
    });
  });

  it("answers HEAD with the same headers and nothing else", async () => {
    const { id } = (await ask("POST", "Patient", { body: patient })).json;
    const [head, get] = [await ask("HEAD", `Patient/${id}`), await ask("GET", `Patient/${id}`)];
    expect([head.status, head.text]).toEqual([200, ""]);
    for (const name of ["etag", "last-modified", "content-type"]) {
      expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
    }
  });
});

describe("a write", () => {
  it("gives ids and versions itself, whatever the client says", async () => {
    const meta = { versionId: "9", lastUpdated: "2001-01-01T00:00:00Z" };
    const { status, json } = await ask("POST", "Patient", { body: { ...patient, id: "mine", meta } });
    expect([status, json.meta.versionId]).toEqual([201, "1"]);
    expect([json.id === "mine", json.meta.lastUpdated === meta.lastUpdated]).toEqual([false, false]);
  });

  it("refuses to make a resource under the client's id, as the CapabilityStatement says", async () => {
    const id = "00000000-0000-4000-8000-000000000000";
    expect(await ask("PUT", `Patient/${id}`, { body: { ...patient, id } })).toEqual(refusal(405));
    const { json } = await ask("GET", "metadata");
    expect(json.rest[0].resource[0]).toMatchObject({ updateCreate: false, versioning: "versioned" });
  });

  it.each([
    ["another type", { resourceType: "Observation" }, 400],
    ["another id", { ...patient, id: "00000000-0000-4000-8000-000000000000" }, 400],
    ["no id", patient, 400],
    ["a number for a date", { ...patient, birthDate: 5 }, 422],
    ["an element that FHIR does not know", { ...patient, shoeSize: 42 }, 422],
    ["a code that is none", { ...patient, gender: "unspecified" }, 422],
  ])("refuses %s", async (what, body, status) => {
    const { id } = (await ask("POST", "Patient", { body: patient })).json;
    const sent = status === 400 ? body : { ...body, id };
    expect([what, await ask("PUT", `Patient/${id}`, { body: sent })]).toEqual([what, refusal(status)]);
  });

  it("refuses what is no JSON", async () => {
    for (const body of ["", "{", "[]", "5", "\u0000"]) {
      const { status } = await ask("POST", "Patient", { body });
      expect([body, [400, 422].includes(status)]).toEqual([body, true]);
    }
  });

  it.each([
    ["minimal", undefined],
    ["representation", "Patient"],
    ["OperationOutcome", "OperationOutcome"],
  ])("answers return=%s", async (wish, type) => {
    const headers = { prefer: `return=${wish}` };
    const created = await ask("POST", "Patient", { body: patient, headers });
    expect([created.status, created.json?.resourceType]).toEqual([201, type]);
    const [, id = ""] = /Patient\/([^/]+)/.exec(String(created.headers.get("location"))) ?? [];
    const updated = await ask("PUT", `Patient/${id}`, { body: { ...patient, id }, headers });
    expect([updated.status, updated.json?.resourceType]).toEqual([200, type]);
  });
});
