/**
 * Messages that nobody sends on purpose. `FUZZ_RUNS` says how many, `FUZZ_SEED` from which one on; a failure names its
 * own seed.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasCode } from "@/lib/platform/errors";
import { Random } from "@/sandbox/framework/random";
import { acknowledge } from "./acknowledge";
import { describeMessage } from "./describe";
import type { Message } from "./message";
import { type Batch, parseBatch, parseMessage } from "./parse";
import { mutated } from "./testing/mutate";
import { convertMessage } from "./to-fhir/convert";

const runs = Number(process.env.FUZZ_RUNS ?? 1_000);
const firstSeed = Number(process.env.FUZZ_SEED ?? 1);

const fixtures = join(import.meta.dirname, "fixtures");
const [first = "", ...rest] = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".hl7"))
  .sort()
  .map((name) => readFileSync(join(fixtures, name), "utf8"))
  .filter((text) => text.length < 3_000);

const places = [
  "MSH-2",
  "MSH-10",
  "PID-3(2).4.2",
  "PID-5.1",
  "OBX(3)-5",
  "ZZZ-1",
  "EVN-1",
  "PV1-44(9).1",
] as const;

/** What is read, or undefined where it is refused as it should be. */
function parsed(text: string): Batch | undefined {
  try {
    return parseBatch(text);
  } catch (error) {
    if (hasCode(error, "hl7_unparseable")) return undefined;
    throw error;
  }
}

function tryOut(message: Message, random: Random): void {
  const described = describeMessage(message, "America/Chicago");
  expect(described.segments.every(({ raw }, index) => raw === message.segments[index]?.raw)).toBe(true);
  const answer = acknowledge(message, { code: "AA", controlId: "1", at: new Date(0) });
  expect(parseMessage(answer).text("MSA-1")).toBe("AA");
  convertMessage(message, { timeZone: "America/Chicago" });
  for (const place of places) message.value(place);
  const written = random.pick(places);
  const before = message.toString();
  const value = message.value(written);
  const isThere = message.write(written, "a|b^c\r~d");
  expect(isThere || message.toString() === before).toBe(true);
  if (isThere && value !== undefined) message.write(written, value);
}

describe("a message that is mutated", () => {
  it(`is refused, or read without a loss: ${runs} of them`, () => {
    let taken = 0;
    for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
      const random = new Random(seed, "messages", 0);
      const text = mutated([first, ...rest], random);
      try {
        const batch = parsed(text);
        if (!batch) continue;
        taken++;
        expect(batch.toString() === text).toBe(true);
        for (const message of batch.messages) tryOut(message, random);
      } catch (cause) {
        throw new Error(`Seed ${seed}: ${JSON.stringify(text).slice(0, 2_000)}`, { cause });
      }
    }
    expect(taken).toBeGreaterThan(runs / 3);
  }, 600_000);
});

describe("a message that is huge", () => {
  const header = "MSH|^~\\&|A|B|C|D|20260102||ORU^R01|1|P|2.5\r";
  const small = 4_000;
  const factor = 30;

  /** Processor time in microseconds, of the cheapest of some tries: other programs do not count. */
  function cost(work: () => void, tries: number): number {
    const times = Array.from({ length: tries }, () => {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      return user + system;
    });
    return Math.min(...times);
  }

  function readWhole(text: string): void {
    const message = parseMessage(text);
    describeMessage(message, "UTC");
    message.text("OBX(2)-5");
    message.text("OBX-5(9999).9999.9999");
    message.write("OBX-5.2", "x");
    message.toString();
  }

  it.each<readonly [string, (count: number) => string]>([
    ["letters in a field", (count) => `OBX|1|TX|x||${"x".repeat(count * 20)}`],
    ["segments", (count) => "OBX|1|NM|x||1\r".repeat(count / 10)],
    ["segments without a field", (count) => "ZZZ\r".repeat(count / 5)],
    ["line breaks in a value", (count) => `OBX|1|TX|x||${"x\n".repeat(count)}`],
    ["segments with a line break", (count) => "OBX|1|TX|x||a\nb\r".repeat(count / 10)],
    ["empty lines", (count) => "\r\n".repeat(count)],
    ["fields", (count) => `OBX${"|x".repeat(count)}`],
    ["repetitions", (count) => `OBX|1|TX|x||${"x~".repeat(count)}`],
    ["components", (count) => `OBX|1|TX|x||${"x^".repeat(count)}`],
    ["subcomponents", (count) => `OBX|1|TX|x||${"x&".repeat(count)}`],
    ["escapes", (count) => `OBX|1|TX|x||${"\\T\\".repeat(count)}`],
    ["escapes that nobody knows", (count) => `OBX|1|TX|x||${"\\q".repeat(count)}`],
    ["bytes in hexadecimal", (count) => `OBX|1|TX|x||\\X${"41".repeat(count)}\\`],
    ["escape characters", (count) => `OBX|1|TX|x||${"\\".repeat(count)}`],
    [
      "digits where a date is due",
      (count) => `PID|||||||${"1".repeat(count)}\rOBX|1|DT|x||${"1".repeat(count)}`,
    ],
    ["digits where a number is due", (count) => `OBX|1|NM|x||${"1".repeat(count)}x`],
    ["headers of a batch", (count) => `OBX|1|TX|x||${"\vMSH".repeat(count)}`],
  ])("costs no more than its length, if it has many %s", (_what, body) => {
    const [one, many] = [header + body(small), header + body(small * factor)];
    // Where it grew with the square, it would be 900 times as much.
    expect(cost(() => readWhole(many), 2) / cost(() => readWhole(one), 5)).toBeLessThan(factor * 10);
  });
});
