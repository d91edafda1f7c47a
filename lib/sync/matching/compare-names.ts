/** How alike the names of two people are, whatever the spelling, the script or the order of their parts. Pure. */
import { normaliseText } from "@/lib/records";
import type { PatientData, PatientName } from "@/lib/records/schema";

/** From worst to best. given and family: only that part is known to be the same. unknown: they cannot be compared. */
export const nameLevels = ["different", "family", "unknown", "given", "close", "swapped", "same"] as const;
export type NameLevel = (typeof nameLevels)[number];

interface Parts {
  readonly family: string;
  readonly given: readonly string[];
}

type Likeness = "same" | "near" | "different" | "unknown";

/** «Müller» is written «Mueller» where there are no umlauts, «Jørgen» «Joergen». */
function wordsOf(text: string): string[] {
  const folded = normaliseText(text).replace(/([aou])e/g, "$1");
  return folded.split(" ").filter(Boolean);
}

function partsOf({ family, given, text }: PatientName): Parts {
  if (family || given.length > 0) {
    return { family: wordsOf(family ?? "").join(" "), given: wordsOf(given.join(" ")) };
  }
  const words = wordsOf(text ?? "");
  return { family: words.at(-1) ?? "", given: words.slice(0, -1) };
}

/** One letter more, less or other, or two neighbours exchanged; short words are too easily alike. */
function isOneEditAway(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (short.length < 4 || long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  if (long.length > short.length) return short.slice(start) === long.slice(start + 1);
  const exchanged = `${short[start + 1]}${short[start]}${short.slice(start + 2)}`;
  return short.slice(start + 1) === long.slice(start + 1) || exchanged === long.slice(start);
}

/** «J» stands for «John», «Alex» for «Alexander»; «Garcia» is part of «Garcia Lopez». */
function startsOther(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  return (short.length === 1 || short.length >= 3) && long.startsWith(short);
}

function compareWords(left: string, right: string): Likeness {
  if (!left || !right) return "unknown";
  if (left === right) return "same";
  return isOneEditAway(left, right) || startsOther(left, right) ? "near" : "different";
}

/** Two children of one family may share the first of their given names. */
function compareGiven(left: Parts["given"], right: Parts["given"]): Likeness {
  const first = compareWords(left[0] ?? "", right[0] ?? "");
  const second = compareWords(left[1] ?? "", right[1] ?? "");
  const isInitial = Math.min(left[1]?.length ?? 0, right[1]?.length ?? 0) === 1;
  const agrees = second === "same" || second === "unknown" || (second === "near" && isInitial);
  return first === "same" && !agrees ? "near" : first;
}

const isLatin = ({ family, given }: Parts) => /\p{Script=Latin}/u.test(`${family}${given.join("")}`);

function comparePair(left: Parts, right: Parts): NameLevel {
  if (isLatin(left) !== isLatin(right)) return "unknown";
  const family = compareWords(left.family, right.family);
  const given = compareGiven(left.given, right.given);
  if (family === "same" && given === "same") return "same";
  const isSwapped = left.family === right.given.join(" ") && right.family === left.given.join(" ");
  if (isSwapped && family !== "unknown") return "swapped";
  const isClose = [family, given].every((likeness) => likeness === "same" || likeness === "near");
  // People of one name only: nothing in it differs.
  const isOneName = left.family === "" && right.family === "" && given === "same";
  if (isClose || isOneName) return "close";
  if (given === "same") return "given";
  if (family === "unknown" || given === "unknown") return "unknown";
  return family === "same" ? "family" : "different";
}

/** The likest two of their names: people have official names, old ones, and names in other scripts. */
export function compareNames(left: PatientData, right: PatientData): NameLevel {
  const [ours, theirs] = [left.names.map(partsOf), right.names.map(partsOf)];
  const ranks = ours.flatMap((name) =>
    theirs.map((other) => (hasNone(name) || hasNone(other) ? unknown : rankOf(comparePair(name, other)))),
  );
  return nameLevels[Math.max(...ranks)] ?? "unknown";
}

const rankOf = (level: NameLevel) => nameLevels.indexOf(level);
const unknown = rankOf("unknown");
const hasNone = ({ family, given }: Parts) => family === "" && given.length === 0;
