import { expect, it } from "vitest";
import { allOf, converted } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";

const pid = "PID|1||42^^^NG^MR||Hara^Ada||19870912|F";
const obr = "OBR|1|P1^NG|F1^LAB|93000^ECG^CPT4|||20260105080000";

function observed(...observations: readonly string[]) {
  const message = converted("ORU^R01", [pid, obr, ...observations]);
  const all = allOf(message, "Observation");
  for (const { resource } of all) expect(problemsIn(resource)).toEqual([]);
  return { resources: all.map(({ resource }) => resource), problems: message.problems };
}

it("is known by its code with the suffix that says which part of a study it is", () => {
  const { resources } = observed(
    "OBX|1|ST|93000^ECG^CPT4||a||||||F",
    "OBX|2|ST|93000&IMP^ECG^CPT4||b||||||F",
    "OBX|3|ST|&IMP||c||||||F",
    "OBX|4|ST|30955-9&31034-2^Site^LN||d||||||F",
  );
  const cpt = { system: "http://www.ama-assn.org/go/cpt", code: "93000", display: "ECG" };
  expect(resources.map(({ code }) => code)).toEqual([
    { coding: [cpt], text: "ECG" },
    { coding: [cpt, { code: "93000&IMP" }], text: "ECG (IMP)" },
    { coding: [{ code: "IMP" }], text: "IMP" },
    {
      coding: [{ system: "http://loinc.org", code: "30955-9", display: "Site" }, { code: "30955-9&31034-2" }],
      text: "Site (31034-2)",
    },
  ]);
});

it("is the same however the message orders the parts of a study", () => {
  const parts = ["OBX|1|ST|93000&IMP^ECG^CPT4||a||||||F", "OBX|2|ST|93000&REC^ECG^CPT4||b||||||F"];
  const [impression] = observed(...parts).resources;
  const [, same] = observed(...parts.toReversed()).resources;
  expect(same?.id).toBe(impression?.id);
});
