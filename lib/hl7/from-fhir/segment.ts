/** Segments, each declared by what its fields say of a resource. */
import { composeSegment, type Fields, type FieldValue, writeField } from "../compose";
import { usualDelimiters } from "../delimiters";

/**
 * A field: the element of the resource that it tells of, and what it says of it. The element is named because what is
 * to be deleted is known by elements.
 */
export type Rule<Source> = readonly [element: string, say: (source: Source) => FieldValue];

/** Fields by their number. */
export type SegmentRules<Source> = Readonly<Record<number, Rule<Source>>>;

function told<Part>(part: Part): NonNullable<Part> | undefined {
  return part ?? undefined;
}

/** FHIR's null says nothing, whereas that of HL7 v2 deletes. */
function said(value: FieldValue): FieldValue {
  if (value === null) return undefined;
  if (typeof value !== "object") return value;
  if ("components" in value) {
    const parts = value.components.map((part) => (Array.isArray(part) ? part.map(told) : told(part)));
    return { components: parts };
  }
  return { repetitions: value.repetitions.map(said) };
}

/** The fields that say something; those of `cleared` elements that do not are deleted by `""`. */
function fieldsOf<Source>(
  rules: SegmentRules<Source>,
  source: Source,
  cleared: readonly string[] = [],
): Fields {
  const entries = Object.entries(rules).map(([field, [element, say]]) => {
    const value = said(say(source));
    const isEmpty = writeField(value, usualDelimiters) === "";
    return [field, isEmpty && cleared.includes(element) ? null : value] as const;
  });
  return Object.fromEntries(entries);
}

/** The segment, or undefined where it would say nothing. `always` stands in it whatever the source says. */
export function writeSegment<Source>(
  name: string,
  rules: SegmentRules<Source>,
  source: Source,
  { always = {}, cleared = [] }: { readonly always?: Fields; readonly cleared?: readonly string[] } = {},
): string | undefined {
  const fields = fieldsOf(rules, source, cleared);
  return composeSegment(name, fields) === name ? undefined : composeSegment(name, { ...fields, ...always });
}
