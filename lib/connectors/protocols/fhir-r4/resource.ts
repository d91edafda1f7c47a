/** Resources as they came: their text with every digit, and what it parses to. */
import { z } from "zod";

const resourceSchema = z.looseObject({ resourceType: z.string(), id: z.string().min(1) });

export type FhirResource = z.output<typeof resourceSchema>;

export interface ResourceText {
  readonly resource: FhirResource;
  readonly text: string;
}

/** The resource in `value`; undefined when it has no type or no id. */
export function asResource(value: unknown): FhirResource | undefined {
  const parsed = resourceSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

declare global {
  /** In Node since 22, not yet in TypeScript's library. */
  interface JSON {
    rawJSON(text: string): { rawJSON: string };
  }
}

interface Source {
  readonly source?: string;
}

// JSON.parse alone would turn 1.10 into 1.1 and round long numbers.
function keepDigits(_key: string, value: unknown, context?: Source): unknown {
  const source = context?.source;
  return typeof value === "number" && source !== undefined && String(value) !== source
    ? JSON.rawJSON(source)
    : value;
}

const entries = z.looseObject({
  entry: z.array(z.looseObject({ resource: z.unknown().optional() })).default([]),
});

/** The resources of a bundle as texts in which each number stands as it was written, by position of their entry. */
export function entryTexts(bundleText: string): (string | undefined)[] {
  return entries
    .parse(JSON.parse(bundleText, keepDigits))
    .entry.map((entry) => (entry.resource === undefined ? undefined : JSON.stringify(entry.resource)));
}
