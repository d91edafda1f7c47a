/** A segment's line as it is written, divided into what can be pointed at. Pure. */
import type { DescribedMessage } from "@/lib/hl7/schema";
import { type Delimiters, readDelimiters } from "@/lib/hl7/view";
import { numbersOf, type Place } from "./place";

/** A run of characters: a value with its whole place, or delimiters with the place that they divide. */
type Run = { text: string; place: Place; divides: boolean };
/** The same with where in the line it begins. */
export type Piece = Run & { start: number };

const header = /^(MSH|FHS|BHS)/;

/** The delimiters of a message, by its header. */
export function delimitersOf({ segments }: Pick<DescribedMessage, "segments">): Delimiters {
  return readDelimiters(segments.find(({ raw }) => header.test(raw))?.raw ?? "MSH|^~\\&");
}

function split(text: string, delimiter: string): string[] {
  return delimiter === "" ? [text] : text.split(delimiter);
}

function piecesWithin(text: string, [delimiter, ...deeper]: readonly string[], place: Place): Run[] {
  if (text === "") return [];
  if (delimiter === undefined) return [{ text, place, divides: false }];
  return split(text, delimiter).flatMap((part, index) => [
    ...(index > 0 ? [{ text: delimiter, place, divides: true }] : []),
    ...piecesWithin(part, deeper, `${place}/${index + 1}`),
  ]);
}

/** Delimiters that follow each other, as of empty fields, are one run. */
function joined(runs: readonly Run[]): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (const run of runs) {
    const last = pieces.at(-1);
    if (last?.divides && run.divides && last.place === run.place) {
      pieces[pieces.length - 1] = { ...last, text: last.text + run.text };
    } else pieces.push({ ...run, start });
    start += run.text.length;
  }
  return pieces;
}

/** The whole line in pieces; `segment` is the place of its segment. */
export function piecesOf(raw: string, segment: Place, delimiters: Delimiters): Piece[] {
  const [name = "", ...fields] = split(raw, delimiters.field);
  const isHeader = header.test(name);
  const inner = [delimiters.repetition, delimiters.component, delimiters.subcomponent];
  const pieces = fields.flatMap((text, index): Run[] => {
    const separator = { text: delimiters.field, place: segment, divides: true };
    const place = `${segment}/${index + (isHeader ? 2 : 1)}`;
    // What a header declares is not divided by itself.
    if (isHeader && index === 0)
      return [
        { ...separator, place: `${segment}/1` },
        { text, place, divides: false },
      ];
    return [separator, ...piecesWithin(text, inner, place)];
  });
  return joined([{ text: name, place: segment, divides: false }, ...pieces]);
}

/** What is written at a place of its line, delimiters and escapes included; empty where nothing is. */
export function writtenAt(raw: string, place: Place, delimiters: Delimiters): string {
  const { field, repetition, component, subcomponent } = numbersOf(place);
  if (field === 0) return raw;
  const isHeader = header.test(raw);
  if (isHeader && field === 1) return delimiters.field;
  let text = split(raw, delimiters.field)[isHeader ? field - 1 : field] ?? "";
  if (isHeader && field === 2) return text;
  const deeper = [
    [delimiters.repetition, repetition],
    [delimiters.component, component],
    [delimiters.subcomponent, subcomponent],
  ] as const;
  for (const [delimiter, n] of deeper) if (n > 0) text = split(text, delimiter)[n - 1] ?? "";
  return text;
}
