/**
 * What reading HL7 v2 costs: messages of several public collections, read, asked for ten values, and written back, beside
 * the parsers that people use under Node, in turns within one run. Beside the times stands what each keeps: messages that
 * it reads without an error, in which it finds the ten values that we find, and which it writes back byte for byte.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { parseBatch } from "@/lib/hl7";
import { carelane, type Library, others, type Place, place } from "./parts/hl7-libraries";

const folder = path.join(import.meta.dirname, "../lib/hl7/fixtures");
const turns = 60;
const turnMs = 5;

const places: readonly Place[] = [
  ...[place("MSH", 7, 1), place("MSH", 9, 1), place("MSH", 9, 2), place("MSH", 10, 1), place("MSH", 12, 1)],
  ...[place("PID", 3, 1), place("PID", 5, 1), place("PID", 5, 2), place("PID", 7, 1), place("PID", 8, 1)],
];

const works: readonly (readonly [name: string, work: (library: Library, text: string) => unknown])[] = [
  ["parse", (library, text) => library.parse(text)],
  ["parse, read ten", (library, text) => library.parseAndRead(text, places)],
  ["parse, write", (library, text) => library.parseAndWrite(text)],
];

/** Single messages with a patient; CR ends their lines, as all of the libraries expect. */
async function samples(): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".hl7"));
  const texts = await Promise.all(names.sort().map((name) => readFile(path.join(folder, name), "utf8")));
  return texts
    .flatMap((text) => parseBatch(text).messages.map(String))
    .map((text) => text.replaceAll(/\r\n|\n/g, "\r"))
    .filter((text) => text.includes("\rPID|"));
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function reads(library: Library, text: string): boolean {
  return works.every(([, work]) => attempt(() => work(library, text)) !== undefined);
}

type Work = (typeof works)[number][1];

/** Microseconds a message, of the fastest of as many passes over all of them as there is time for in a turn. */
function fastestPass(library: Library, texts: readonly string[], work: Work): number {
  const endsAt = performance.now() + turnMs;
  let fastest = Number.POSITIVE_INFINITY;
  do {
    const begin = performance.now();
    for (const text of texts) work(library, text);
    fastest = Math.min(fastest, performance.now() - begin);
  } while (performance.now() < endsAt);
  return (fastest * 1_000) / texts.length;
}

/** The libraries take turns, and the fastest pass counts: whatever else the machine does only makes one slower. */
function measure(libraries: readonly Library[], texts: readonly string[], work: Work): number[] {
  const times = libraries.map(() => Number.POSITIVE_INFINITY);
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, library] of libraries.entries()) {
      times[index] = Math.min(times[index] ?? 0, fastestPass(library, texts, work));
    }
  }
  return times;
}

function share(texts: readonly string[], holds: (text: string) => boolean | undefined): string {
  const count = texts.filter((text) => attempt(() => holds(text))).length;
  return `${count} of ${texts.length}`;
}

const texts = await samples();
const libraries = [carelane, ...others];
const width = 18;
const row = (cells: readonly string[]) => console.log(cells.map((cell) => cell.padEnd(width)).join(""));

console.log(
  `${texts.length} messages, ${Math.round(texts.join("").length / texts.length)} characters on average`,
);
row(["", "read", "ten values alike", "same bytes"]);
for (const library of libraries) {
  const alike = (text: string) => {
    const found = library.parseAndRead(text, places);
    return carelane.parseAndRead(text, places).every((value, index) => value === found[index]);
  };
  row([
    library.name,
    share(texts, (text) => reads(library, text)),
    share(texts, alike),
    share(texts, (text) => library.parseAndWrite(text) === text),
  ]);
}

const common = texts.filter((text) => libraries.every((library) => reads(library, text)));
console.log(`\nMicroseconds a message, over the ${common.length} that all can read`);
row(["", ...works.map(([name]) => name)]);
const times = works.map(([, work]) => measure(libraries, common, work));
for (const [index, library] of libraries.entries()) {
  const cells = times.map((column) => {
    const [first = 1, own = 1] = [column[0], column[index]];
    return `${own.toFixed(2).padStart(8)}${index === 0 ? "" : ` ${(own / first).toFixed(1)}×`}`;
  });
  row([library.name, ...cells]);
}
process.exit(0);
