import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseBatch } from "../parse";
import { converted } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";
import { bundleOf } from "./bundle";
import { convertMessage } from "./convert";

const pid = "PID|1||42^^^NG^MR||Hara^Ada||19870912|F";
const visit = "PV1||I|3W^12^A^NG||||||||||||||||V7^^^NG";

const sender = { timeZone: "America/Chicago" };
const fixtures = join(import.meta.dirname, "..", "fixtures");
const samples = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".hl7"),
);
const messagesOf = (name: string) => parseBatch(readFileSync(join(fixtures, name), "utf8")).messages;

function referencesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    name === "reference" && typeof part === "string" ? [part] : referencesIn(part),
  );
}

/** A mistake of cutting and pasting in each real message but the longest, always the same one. */
function* damaged(): Generator<string> {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((seed / 4_294_967_296) * below);
  };
  const pieces = [
    "|",
    "^",
    "~",
    "&",
    "\\",
    '""',
    "\r",
    "\\.br\\",
    " ",
    "\u0000",
    "\ud800",
    "-1",
    "1e9",
    "20250229",
  ];
  for (const name of samples) {
    const text = readFileSync(join(fixtures, name), "utf8");
    if (text.length > 5_000) continue;
    const [at, from] = [12 + next(text.length - 12), next(text.length)];
    const piece = next(2) ? (pieces[next(pieces.length)] ?? "") : text.slice(from, from + next(40));
    yield text.slice(0, at) + piece + text.slice(at + next(20));
  }
}

it.each([
  ["ADT^A01", [visit, pid], ["PV1"]],
  ["ORU^R01", [visit, pid], ["PV1"]],
  ["ADT^A06", ["EVN|A06", visit], ["PV1"]],
  ["ADT^A08", ["OBX|1|ST|X||a", "OBX|2|ST|Y||b", "ZAB|1"], ["OBX"]],
])(
  "tells what it does not read, as it has no place in %s behind what is before it",
  (type, segments, paths) => {
    expect(converted(type, segments).problems).toMatchObject(paths.map((path) => ({ path })));
  },
);

it("becomes valid FHIR whatever has happened to a message on its way", () => {
  for (const text of damaged()) {
    for (const message of parseBatch(text).messages) {
      for (const { resource } of convertMessage(message, sender).resources)
        expect(problemsIn(resource)).toEqual([]);
    }
  }
});

describe.each(samples)("%s", (name) => {
  it("becomes resources that FHIR calls valid, and whose references stand before them", () => {
    for (const message of messagesOf(name)) {
      const { resources } = convertMessage(message, sender);
      const before = new Set<string>();
      for (const { resource, resourceType, id } of resources) {
        expect(problemsIn(resource)).toEqual([]);
        expect(referencesIn(resource).filter((reference) => !before.has(reference))).toEqual([]);
        before.add(`${resourceType}/${id}`);
      }
      const bundle = bundleOf(convertMessage(message, sender), { type: "message", base: "urn:x" });
      expect(problemsIn(bundle)).toEqual([]);
    }
  });
});
