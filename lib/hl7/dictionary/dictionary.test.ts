import { expect, it } from "vitest";
import { messagesOf, sampleNames } from "../testing/samples";
import { dictionaryOf } from "./index";

it("says what a field is called, and its components", async () => {
  const dictionary = await dictionaryOf("2.5.1");
  expect(dictionary.describeField("PID", 5)).toMatchObject({
    name: "Patient Name",
    dataType: "XPN",
    required: true,
    repeats: true,
    components: [{ name: "Family Name", dataType: "FN" }, { name: "Given Name" }, ...Array(12).fill({})],
  });
  expect(dictionary.describeField("PID", 8)).toEqual({
    name: "Administrative Sex",
    dataType: "IS",
    table: "0001",
    required: false,
    repeats: false,
    components: [],
  });
  expect(dictionary.componentsOf("FN")[0]).toMatchObject({ name: "Surname" });
  expect(dictionary.meaningOf("0001", "F")).toBe("Female");
  expect(dictionary.meaningOf("0001", "constructor")).toBeUndefined();
});

it("says it in the words of the version", async () => {
  const names = await Promise.all(
    ["2.2", "2.3", "2.5"].map(async (version) => (await dictionaryOf(version)).describeField("PID", 8)?.name),
  );
  expect(names).toEqual(["Sex", "Sex", "Administrative Sex"]);
});

it("describes what the version does not have yet as later ones do", async () => {
  const dictionary = await dictionaryOf("2.3");
  expect(dictionary.describeSegment("SPM")?.name).toBe("Specimen");
  expect(dictionary.describeField("OBX", 23)?.name).toBe("Performing Organization Name");
});

it.each([
  ["2.3.1", "2.3.1"],
  ["2.3.2", "2.3.1"],
  ["2.8", "2.7.1"],
  ["2.10", "2.7.1"],
  ["2.0", "2.1"],
  ["1", "2.1"],
  ["D", "2.5.1"],
  [undefined, "2.5.1"],
])("describes %s by %s", async (asked, version) => {
  expect((await dictionaryOf(asked)).version).toBe(version);
});

it("has no words for segments of a site's own, and for places that are not there", async () => {
  const dictionary = await dictionaryOf("2.5.1");
  expect(dictionary.describeField("ZPI", 1)).toBeUndefined();
  expect(dictionary.describeField("PID", 0)).toBeUndefined();
  expect(dictionary.describeField("PID", 99)).toBeUndefined();
  expect(dictionary.describeField("constructor", 1)).toBeUndefined();
});

it("knows every segment of real messages but those of their sites", async () => {
  const unknown = new Set<string>();
  for (const message of sampleNames.flatMap(messagesOf)) {
    const dictionary = await dictionaryOf(message.text("MSH-12"));
    for (const { name } of message.segments) if (!dictionary.describeSegment(name)) unknown.add(name);
  }
  expect([...unknown]).toEqual([]);
});
