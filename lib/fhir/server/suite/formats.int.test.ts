/** In which formats is answered and read. Crucible's FormatTest. */
import { describe, expect, it } from "vitest";
import { fhirJson, patient, refusal, servedFacade } from "../testing/served-facade";

const ask = servedFacade();

const answered = async (address: string, accept?: string) => {
  const { status, headers } = await ask("GET", address, { headers: accept ? { accept } : {} });
  return [status, headers.get("content-type")];
};
const asFhir = [200, "application/fhir+json; charset=utf-8"];
const asJson = [200, "application/json; charset=utf-8"];
const refused = [406, "application/fhir+json; charset=utf-8"];

describe("an answer", () => {
  it.each([
    [undefined, asFhir],
    ["*/*", asFhir],
    ["application/*", asFhir],
    [fhirJson, asFhir],
    ["application/json+fhir", asFhir],
    ["application/json", asJson],
    ["application/fhir+xml, application/fhir+json;q=0.5", asFhir],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", asFhir],
    ["application/json;q=0.5, application/fhir+json", asFhir],
    [
      "application/fhir+json; fhirVersion=4.0",
      [200, "application/fhir+json; fhirVersion=4.0; charset=utf-8"],
    ],
    ["application/fhir+json; fhirVersion=3.0", refused],
    ["application/fhir+json;q=0", refused],
    ["application/fhir+xml", refused],
    ["application/xml", refused],
    ["text/turtle", refused],
    ["application/foobar", refused],
  ])("to Accept: %s", async (accept, expected) => {
    expect(await answered("Patient", accept)).toEqual(expected);
    expect(await answered("metadata", accept)).toEqual(expected);
  });

  it.each([
    ["json", asFhir],
    ["application/json", asJson],
    ["application/fhir%2Bjson", asFhir],
    ["application/fhir+json", asFhir],
    ["xml", refused],
    ["text/xml", refused],
    ["application/fhir%2Bxml", refused],
    ["ttl", refused],
    ["application/foobar", refused],
  ])("to _format=%s, whatever Accept says", async (format, expected) => {
    for (const accept of [undefined, "application/xml", fhirJson]) {
      expect(await answered(`Patient?_format=${format}`, accept)).toEqual(expected);
    }
  });
});

describe("what is sent", () => {
  const sent = (type: string) =>
    ask("POST", "Patient", { body: JSON.stringify(patient), headers: { "content-type": type } });

  it.each([
    fhirJson,
    "application/json",
    "application/fhir+json; charset=UTF-8",
    "application/fhir+json; fhirVersion=4.0",
  ])("is read as %s", async (type) => expect((await sent(type)).status).toBe(201));

  it.each([
    "application/fhir+xml",
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/fhir+json; fhirVersion=3.0",
    "application/fhir+json; charset=iso-8859-1",
  ])("is refused as %s", async (type) => expect(await sent(type)).toEqual(refusal(415)));

  it("is no patch but JSON Patch", async () => {
    const { id } = (await ask("POST", "Patient", { body: patient })).json;
    const parameters = { resourceType: "Parameters", parameter: [] };
    for (const type of [fhirJson, "application/fhir+xml", "application/merge-patch+json"]) {
      const headers = { "content-type": type };
      expect(await ask("PATCH", `Patient/${id}`, { body: parameters, headers })).toEqual(refusal(415));
    }
    const { json } = await ask("GET", "metadata");
    expect([json.format, json.patchFormat]).toEqual([[fhirJson, "json"], ["application/json-patch+json"]]);
  });
});
