/**
 * Places in a message, as the tree and the raw text name them to each other: which segment, counted from 0 over the
 * whole message, then field, repetition, component and subcomponent, counted from 1: "2/5/1/1/1". A shorter one means
 * all that lies within. Pure.
 */
import type { DescribedMessage } from "@/lib/hl7/schema";

export type Place = string;

type Numbered = Pick<DescribedMessage["segments"][number], "name" | "index">;

/** Whether a place lies within another, or is the same. */
export function isWithin(place: Place, outer: Place): boolean {
  return place === outer || place.startsWith(`${outer}/`);
}

/** The segment a place lies in. */
export function segmentOf(place: Place): number {
  return Number(place.split("/", 1)[0]);
}

/** The field of a place, and what lies deeper; 0 where the place does not say. */
export function numbersOf(
  place: Place,
): Record<"field" | "repetition" | "component" | "subcomponent", number> {
  const [, field = 0, repetition = 0, component = 0, subcomponent = 0] = place.split("/").map(Number);
  return { field, repetition, component, subcomponent };
}

/** A segment as people name it: "PID", and "OBX(3)" where there are several. */
export function segmentLabel(segment: Numbered, isOneOfSeveral: boolean): string {
  return isOneOfSeveral ? `${segment.name}(${segment.index})` : segment.name;
}

/** A place as people write it: "OBX(3)-5.2"; what is the first is left out. */
export function pathOf(place: Place, segments: readonly Numbered[]): string {
  const at = segments[segmentOf(place)];
  if (!at) return "";
  const { field, repetition, component, subcomponent } = numbersOf(place);
  const several = segments.some(({ name, index }) => name === at.name && index > 1);
  const parts = [
    segmentLabel(at, several),
    field > 0 ? `-${field}` : "",
    repetition > 1 ? `(${repetition})` : "",
    component > 0 ? `.${component}` : "",
    subcomponent > 0 ? `.${subcomponent}` : "",
  ];
  return parts.join("");
}

const written = /^([A-Z][A-Z\d]{2})(?:\((\d+)\))?(?:-(\d+)(?:\((\d+)\))?(?:\.(\d+)(?:\.(\d+))?)?)?$/;

/** Where a written path leads in a message; null where there is no such segment. */
export function placeAt(path: string, segments: readonly Numbered[]): Place | null {
  const [, name, occurrence = "1", field, repetition, component, subcomponent] = written.exec(path) ?? [];
  const segment = segments.findIndex((each) => each.name === name && each.index === Number(occurrence));
  if (segment < 0) return null;
  const inner = component ? [field, repetition ?? "1", component, subcomponent] : [field, repetition];
  return [segment, ...inner.filter((part) => part !== undefined)].join("/");
}
