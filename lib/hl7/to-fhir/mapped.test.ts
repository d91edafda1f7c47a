/** Fields that the guide's segment maps name, in real messages: what they say must be found in what becomes of them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Message } from "../message";
import { parseBatch } from "../parse";
import type { Repetition } from "../repetition";
import { saysIn } from "../testing/facts";
import { bundleOf } from "./bundle";
import { convertMessage } from "./convert";
import { fhirDate, fhirDateTime } from "./moments";

/** By segment, the fields of HL7's «Segment Maps» (github.com/HL7/v2-to-fhir), but for those below. */
const mapped: Readonly<Record<string, readonly number[]>> = {
  AIG: [3, 4, 8],
  AIL: [3, 6],
  AIP: [3, 4, 6],
  AIS: [3, 4],
  AL1: [3, 5, 6],
  DG1: [3, 4, 5, 16, 19, 20],
  EVN: [2, 4, 5, 6, 7],
  IN1: [2, 4, 5, 10, 11, 12, 13, 15, 16, 17, 49],
  MSA: [2],
  MSH: [3, 4, 5, 6, 9, 11, 17, 19, 22, 23, 24, 25],
  NK1: [2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 16, 20, 30, 31, 32, 33, 37, 40, 41],
  NTE: [3, 5, 6, 9],
  OBR: [2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 22, 24, 27, 29, 31, 32, 34, 35, 39, 46, 47, 53],
  OBX: [3, 4, 5, 6, 7, 8, 10, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 29],
  ORC: [2, 3, 4, 7, 9, 10, 11, 12, 14, 16, 19, 21, 22, 23, 24, 29, 33, 38],
  PD1: [3, 4, 6, 14],
  PID: [
    2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 25, 26, 28, 29, 35, 36, 39,
    40,
  ],
  PV1: [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 19, 36, 37, 38, 42, 43, 44, 45, 50, 52, 54],
  PV2: [1, 3, 8, 9, 11, 12, 13, 25, 38],
  PRB: [3, 4, 7, 16],
  RXA: [3, 5, 10, 15, 16, 17, 18, 19, 22, 27],
  RXO: [1, 2, 3, 5, 11, 13, 14, 18, 25],
  RXR: [1, 2],
  SCH: [1, 2, 6, 7, 8, 12, 16, 20, 26, 27],
  SPM: [2, 3, 4, 6, 7, 8, 12, 14, 15, 17, 18, 24, 27, 30, 31, 32],
  TXA: [2, 6, 9, 10, 12, 16, 18, 25],
};

/** Messages whose own segments nobody converts yet have NTE and ORC of things that are not there. */
const families = ["ADT", "ORM", "OML", "OMG", "ORU", "OUL", "PPR", "RDE", "RDS", "SIU", "MDM", "VXU"];

/** What is not found, and why. */
const reasons: readonly { readonly said: RegExp; readonly reason: string }[] = [
  { said: /^(OBX-14|OBX-19|OBR-22) 20170229/, reason: "there was no such day, which is told as a problem" },
  { said: /^PID-7 DOB/, reason: "is no date, which is told as a problem" },
  {
    said: /^(OBR-2|ORC-2|ORC-4) \^|^PID-3 \^\^\^|^MSH-6 \^\^/,
    reason: "who gave a number, without the number",
  },
  { said: /^PID-1[13] \^\^\^\^/, reason: "repetitions that are but the kind of an address" },
  { said: /^OBR-16 \^JOHNSON/, reason: "ORC-12 says who ordered, OBR-16 counts only without it" },
  { said: /^OBR-(5|27) /, reason: "priorities that FHIR has other codes for, or none" },
  { said: /^OBR-6 20060131155500/, reason: "TQ1 says when" },
  { said: /^ORC-24 /, reason: "the address of an ordering provider whom nobody names" },
  { said: /^DG1-5 20180501/, reason: "the second time of one diagnosis, by its number" },
  { said: /^NTE-6 L/, reason: "is no time, which is told as a problem" },
  { said: /^NTE-3 Created for/, reason: "a note to a patient: FHIR has none" },
  { said: /^MSH-17 /, reason: "the country of a sender that does not say who it is" },
];

const sender = { timeZone: "America/Chicago" };
const fixtures = join(import.meta.dirname, "..", "fixtures");
const samples = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".hl7"),
);

function partsOf(value: Repetition): string[] {
  return value
    .components()
    .flat()
    .flatMap((part) => (part ? [part] : []));
}

/** Dates are written otherwise; numbers lose the zeros that mean nothing. */
function isSaid(part: string, says: (fact: string) => boolean): boolean {
  const moment = fhirDateTime(part, sender.timeZone);
  const instant = moment?.includes("T") ? new Date(moment).toISOString() : moment;
  const ways = [part.toLowerCase().trim(), instant, fhirDate(part), `value ${Number(part)}`];
  return ways.some((way) => way !== undefined && says(way));
}

function missing(message: Message): string[] {
  const says = saysIn(bundleOf(convertMessage(message, sender), { type: "message", base: "urn:x" }));
  return message.segments.flatMap((segment) =>
    (mapped[segment.name] ?? [])
      .filter((field) =>
        segment.repetitions(field).some((value) => {
          const parts = partsOf(value);
          return parts.length > 0 && !parts.some((part) => isSaid(part, says));
        }),
      )
      .map((field) => `${segment.name}-${field} ${segment.written(field)}`),
  );
}

const isExcused = (written: string) => reasons.some(({ said }) => said.test(written));

it.each(samples)("%s says in FHIR what its mapped fields say", (name) => {
  const messages = parseBatch(readFileSync(join(fixtures, name), "utf8")).messages;
  const known = messages.filter((message) => families.includes(message.text("MSH-9") ?? ""));
  expect(known.flatMap(missing).filter((written) => !isExcused(written))).toEqual([]);
});

it("excuses nothing that is said", () => {
  const all = samples.flatMap((name) => {
    const messages = parseBatch(readFileSync(join(fixtures, name), "utf8")).messages;
    return messages.filter((message) => families.includes(message.text("MSH-9") ?? "")).flatMap(missing);
  });
  expect(reasons.filter(({ said }) => !all.some((written) => said.test(written)))).toEqual([]);
});
