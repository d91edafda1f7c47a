/** A message as the rows of a tree: segments, their fields, and what fields are made of. Pure. */
import type { DescribedComponent, DescribedMessage, DescribedSegment } from "@/lib/hl7/schema";
import { numbersOf, type Place, placeAt, segmentLabel, segmentOf } from "./place";

export type TreeRow = {
  place: Place;
  /** 1 for a segment. */
  level: number;
  /** Its name or number: "OBX(3)", "5", "5(2)", "5.1". */
  label: string;
  /** What stands there, escapes resolved; of a segment a line that tells it from others. */
  value: string;
  opens: boolean;
};

type Part = Omit<TreeRow, "level"> & { parts: () => Part[] };

function leaf(place: Place, label: string, value: string): Part {
  return { place, label, value, opens: false, parts: () => [] };
}

function branch(place: Place, label: string, parts: () => Part[], joint: string): Part {
  const values = parts().map(({ value }) => value);
  return { place, label, value: values.filter((value) => value !== "").join(joint), opens: true, parts };
}

const isThere = ({ value }: Part) => value !== "";

function componentPart(component: DescribedComponent, place: Place, label: string): Part {
  if (typeof component === "string") return leaf(place, label, component);
  const parts = () =>
    component.map((text, n) => leaf(`${place}/${n + 1}`, `${label}.${n + 1}`, text)).filter(isThere);
  return branch(place, label, parts, " & ");
}

function repetitionPart(components: readonly DescribedComponent[], place: Place, label: string): Part {
  const [only] = components;
  if (components.length === 1 && only !== undefined) return { ...componentPart(only, place, label), place };
  const number = label.replace(/\(\d+\)$/, "");
  const parts = () =>
    components
      .map((each, n) => componentPart(each, `${place}/${n + 1}`, `${number}.${n + 1}`))
      .filter(isThere);
  return branch(place, label, parts, ", ");
}

function fieldPart(repetitions: DescribedSegment["fields"][number], place: Place, label: string): Part {
  const [only] = repetitions;
  if (repetitions.length === 1 && only) {
    const { parts, ...whole } = repetitionPart(only, `${place}/1`, label);
    return { ...whole, place, parts };
  }
  const parts = () =>
    repetitions.map((each, n) => repetitionPart(each, `${place}/${n + 1}`, `${label}(${n + 1})`));
  return branch(place, label, parts, "; ");
}

function fieldsOf(segment: DescribedSegment, place: Place): Part[] {
  return segment.fields
    .map((field, n) => fieldPart(field, `${place}/${n + 1}`, String(n + 1)))
    .filter(isThere);
}

/** Of which fields the line of a closed segment is made. */
const tellingFields: Readonly<Record<string, readonly string[]>> = {
  EVN: ["1", "2"],
  PID: ["5"],
  NK1: ["2"],
  PV1: ["2", "3"],
  ORC: ["1", "2"],
  OBR: ["4.2", "4.1"],
  OBX: ["3.2", "5", "6.1"],
  NTE: ["3"],
  AL1: ["3.2"],
  DG1: ["3.2", "3.1"],
  IN1: ["4"],
  SCH: ["1", "7"],
  TXA: ["2"],
  MSA: ["1", "2"],
  ERR: ["3"],
  SPM: ["4"],
};

function textAt(segment: DescribedSegment, path: string): string {
  const [field = 0, component] = path.split(".").map(Number);
  const first = segment.fields[field - 1]?.[0];
  if (!first) return "";
  const parts = component === undefined ? first : first.slice(component - 1, component);
  return parts.flat().filter(Boolean).join(" ");
}

function headerSummary(header: DescribedSegment): string {
  const type = [textAt(header, "9.1"), textAt(header, "9.2")].filter(Boolean).join("^");
  const version = textAt(header, "12.1");
  return [type, textAt(header, "10"), version && `version ${version}`].filter(Boolean).join(", ");
}

/** A line that tells a segment from others of its name; empty where nothing is known to tell. */
export function segmentSummary(segment: DescribedSegment): string {
  if (segment.name === "MSH") return headerSummary(segment);
  const texts = (tellingFields[segment.name] ?? []).map((path) => textAt(segment, path)).filter(Boolean);
  const told = segment.name === "OBR" ? texts.slice(0, 1) : texts;
  return told.join(segment.name === "OBX" ? " " : ", ").slice(0, 200);
}

function visible(part: Part, level: number, open: ReadonlySet<Place>): TreeRow[] {
  const { parts, ...row } = part;
  const inner = part.opens && open.has(part.place) ? parts() : [];
  return [{ ...row, level }, ...inner.flatMap((each) => visible(each, level + 1, open))];
}

/** The rows of one segment, with those inside of what is open. */
export function rowsOf(
  segment: DescribedSegment,
  place: Place,
  isOneOfSeveral: boolean,
  open: ReadonlySet<Place>,
): TreeRow[] {
  const label = segmentLabel(segment, isOneOfSeveral);
  const part = { place, label, value: segmentSummary(segment), opens: segment.fields.length > 0 };
  return visible({ ...part, parts: () => fieldsOf(segment, place) }, 1, open);
}

/** So many places where something is wrong stand open at first. */
const openedAtFirst = 3;

/** What stands open at first: whom it is about, and the first places where something is wrong, else odd. */
export function openAtFirst(
  { segments }: Pick<DescribedMessage, "segments">,
  troubles: readonly Trouble[],
): Set<Place> {
  const patient = segments.findIndex(({ name }) => name === "PID");
  const worst = troubles.filter(({ tone }) => tone === worstOf(troubles)).slice(0, openedAtFirst);
  const places = worst.map(({ place }) => String(segmentOf(place)));
  return new Set(patient < 0 ? places : [String(patient), ...places]);
}

/** All that has to be open for a place to be seen. */
export function opensTo(place: Place): Place[] {
  const parts = place.split("/");
  return parts.slice(0, -1).map((_, n) => parts.slice(0, n + 1).join("/"));
}

/** What is wrong at which place, or only odd, by its words. */
export type Trouble = { place: Place; words: string; tone: "bad" | "warn" };

/** The warnings of a message at their places. */
export function troubleOf({
  segments,
  warnings,
}: Pick<DescribedMessage, "segments" | "warnings">): Trouble[] {
  return warnings.flatMap(({ segment, field, message }) => {
    const place = placeAt(field === null ? segment : `${segment}-${field}`, segments);
    return place === null ? [] : [{ place, words: message, tone: "warn" }];
  });
}

/** What is wrong at each row: what lies at it, and inside of it where that is not shown. */
export function troublesByRow(troubles: readonly Trouble[], rows: readonly TreeRow[]): Map<Place, Trouble[]> {
  const shown = new Set(rows.map(({ place }) => place));
  return Map.groupBy(
    troubles,
    ({ place }) => [...opensTo(place), place].findLast((each) => shown.has(each)) ?? "",
  );
}

/** The worst of some; null where there are none. */
export function worstOf(troubles: readonly Pick<Trouble, "tone">[]): Trouble["tone"] | null {
  if (troubles.length === 0) return null;
  return troubles.some(({ tone }) => tone === "bad") ? "bad" : "warn";
}

/** What stands at a place, escapes resolved; of what has parts all of them. */
export function valueAt(segment: DescribedSegment, place: Place): string {
  const { field, repetition, component, subcomponent } = numbersOf(place);
  const repetitions = segment.fields[field - 1] ?? [];
  const chosen = repetition > 0 ? repetitions.slice(repetition - 1, repetition) : repetitions;
  const texts = chosen.map((components) => {
    const some = component > 0 ? components.slice(component - 1, component) : components;
    const parts = some.map((each) => (typeof each === "string" ? [each] : each));
    const deepest =
      subcomponent > 0 ? parts.map((each) => each.slice(subcomponent - 1, subcomponent)) : parts;
    return deepest.map((each) => each.filter(Boolean).join(" & ")).filter(Boolean);
  });
  return texts.map((parts) => parts.join(", ")).join("; ");
}
