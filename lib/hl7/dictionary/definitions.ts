/** What the package hl7-dictionary says of each version: plain data, read a version at a time. */
import { z } from "zod";
import { isSince } from "../version";

const definedField = z.object({
  datatype: z.string(),
  desc: z.string(),
  /** 2: required. */
  opt: z.int(),
  /** How often at most; 0 without limit. */
  rep: z.int(),
  table: z.int().optional(),
});

/** By name; plain objects would also answer to names that every object has. */
function byName<Content extends z.ZodType>(content: Content) {
  return z
    .record(z.string(), content)
    .transform((all): ReadonlyMap<string, z.output<Content>> => new Map(Object.entries(all)));
}

const segments = byName(z.object({ desc: z.string(), fields: z.array(definedField) }));
const dataTypes = byName(z.object({ desc: z.string(), subfields: z.array(definedField) }));
const tables = byName(z.object({ desc: z.string(), values: byName(z.string()) }));

export type DefinedField = z.output<typeof definedField>;

export interface Definitions {
  readonly segments: z.output<typeof segments>;
  readonly dataTypes: z.output<typeof dataTypes>;
}

export type Tables = z.output<typeof tables>;

type Source = () => Promise<{ readonly default: unknown }>;

/** From the oldest; 2.8 is described as 2.7.1, whose fields it has. */
const sources: readonly (readonly [version: string, segments: Source, dataTypes: Source])[] = [
  [
    "2.1",
    () => import("hl7-dictionary/lib/2.1/segments.js"),
    () => import("hl7-dictionary/lib/2.1/fields.js"),
  ],
  [
    "2.2",
    () => import("hl7-dictionary/lib/2.2/segments.js"),
    () => import("hl7-dictionary/lib/2.2/fields.js"),
  ],
  [
    "2.3",
    () => import("hl7-dictionary/lib/2.3/segments.js"),
    () => import("hl7-dictionary/lib/2.3/fields.js"),
  ],
  [
    "2.3.1",
    () => import("hl7-dictionary/lib/2.3.1/segments.js"),
    () => import("hl7-dictionary/lib/2.3.1/fields.js"),
  ],
  [
    "2.4",
    () => import("hl7-dictionary/lib/2.4/segments.js"),
    () => import("hl7-dictionary/lib/2.4/fields.js"),
  ],
  [
    "2.5",
    () => import("hl7-dictionary/lib/2.5/segments.js"),
    () => import("hl7-dictionary/lib/2.5/fields.js"),
  ],
  [
    "2.5.1",
    () => import("hl7-dictionary/lib/2.5.1/segments.js"),
    () => import("hl7-dictionary/lib/2.5.1/fields.js"),
  ],
  [
    "2.6",
    () => import("hl7-dictionary/lib/2.6/segments.js"),
    () => import("hl7-dictionary/lib/2.6/fields.js"),
  ],
  [
    "2.7",
    () => import("hl7-dictionary/lib/2.7/segments.js"),
    () => import("hl7-dictionary/lib/2.7/fields.js"),
  ],
  [
    "2.7.1",
    () => import("hl7-dictionary/lib/2.7.1/segments.js"),
    () => import("hl7-dictionary/lib/2.7.1/fields.js"),
  ],
];

const usual = "2.5.1";

/** The newest version described that is not newer; the oldest for what is older, 2.5.1 for what is no version. */
export function nearestVersion(version: string | undefined): string {
  const wanted = /^\d+(\.\d+){0,2}$/.test(version ?? "") ? version : usual;
  return sources.findLast(([known]) => isSince(wanted, known))?.[0] ?? "2.1";
}

export const newestVersion = "2.7.1";

/** Only for what `nearestVersion` answers. */
export async function readDefinitions(version: string): Promise<Definitions> {
  const [, readSegments, readDataTypes] = sources.find(([known]) => known === version) ?? [];
  const [ofSegments, ofDataTypes] = await Promise.all([readSegments?.(), readDataTypes?.()]);
  return { segments: segments.parse(ofSegments?.default), dataTypes: dataTypes.parse(ofDataTypes?.default) };
}

export async function readTables(): Promise<Tables> {
  return tables.parse((await import("hl7-dictionary/lib/tables.js")).default);
}
