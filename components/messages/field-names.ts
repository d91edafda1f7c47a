/** What the places of a message are called. Pure. */
import type { DescribedSegment } from "@/lib/hl7/schema";
import type { Dictionary, PartDescription } from "@/lib/hl7/view";
import { numbersOf, type Place, segmentOf } from "./place";
import { segmentWords } from "./segment-words";
import { valueAt } from "./tree";

export type FieldNames = {
  /** What a place is called; null where nobody knows. */
  nameOf: (place: Place) => string | null;
  /** What the code there means; null for what is no code, and where nobody knows. */
  meaningOf: (place: Place) => string | null;
  /** More about it: its data type, the table of its codes, whether it is required. */
  detailsOf: (place: Place) => string[];
};

/** OBX-5 is of the type that OBX-2 names. */
function fieldType(segment: DescribedSegment, place: Place, described: PartDescription): string {
  const isResult = segment.name === "OBX" && numbersOf(place).field === 5;
  return (isResult && valueAt(segment, `${segmentOf(place)}/2`)) || described.dataType;
}

function partAt(
  dictionary: Dictionary,
  segment: DescribedSegment,
  place: Place,
): PartDescription | undefined {
  const { field, component, subcomponent } = numbersOf(place);
  const whole = dictionary.describeField(segment.name, field);
  if (!whole || component === 0) return whole;
  const part = dictionary.componentsOf(fieldType(segment, place, whole))[component - 1];
  // A single component of a type without parts is the field itself.
  if (!part) return component === 1 ? whole : undefined;
  return subcomponent === 0 ? part : (dictionary.componentsOf(part.dataType)[subcomponent - 1] ?? part);
}

/** The names in a message; without a dictionary those of its segments. */
export function namesIn(
  segments: readonly DescribedSegment[],
  dictionary: Dictionary | undefined,
): FieldNames {
  const described = (place: Place) => {
    const segment = segments[segmentOf(place)];
    return segment && dictionary && partAt(dictionary, segment, place);
  };
  const segmentName = (name: string) => segmentWords(name) ?? dictionary?.describeSegment(name)?.name ?? null;
  return {
    nameOf: (place) => {
      if (place.includes("/")) return described(place)?.name ?? null;
      const segment = segments[segmentOf(place)];
      return segment ? segmentName(segment.name) : null;
    },
    meaningOf: (place) => {
      const segment = segments[segmentOf(place)];
      const table = described(place)?.table;
      if (!segment || !dictionary || !table || !place.includes("/")) return null;
      return dictionary.meaningOf(table, valueAt(segment, place)) ?? null;
    },
    detailsOf: (place) => {
      const segment = segments[segmentOf(place)];
      const part = described(place);
      if (!segment || !part || !dictionary || !place.includes("/")) return [];
      return [
        `Type ${numbersOf(place).component === 0 ? fieldType(segment, place, part) : part.dataType}`,
        part.table ? `table ${part.table}` : "",
        part.required ? "required" : "",
        `HL7 ${dictionary.version}`,
      ].filter(Boolean);
    },
  };
}
