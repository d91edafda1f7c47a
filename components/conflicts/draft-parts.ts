/** Lists and groups as parts that people type one by one. Pure. */
import { z } from "zod";
import { bareSchema, schemaOfField } from "./field-schema";
import { keyWords } from "./readable-value";

type Draft = Readonly<Record<string, unknown>>;

/** One text of an entry; `keys` lead to it. Ids of other records and groups in lists are no texts: they stay as they are. */
export type Part = { readonly keys: readonly string[]; readonly label: string; readonly schema: unknown };

function partsOfShape(schema: z.ZodObject, keys: readonly string[]): Part[] {
  return Object.entries(schema.shape).flatMap(([key, declared]): Part[] => {
    const bare = bareSchema(declared);
    const place = [...keys, key];
    if (bare instanceof z.ZodObject) return partsOfShape(bare, place);
    const isGroups = bare instanceof z.ZodArray && bareSchema(bare.element) instanceof z.ZodObject;
    if (isGroups || bare instanceof z.ZodGUID) return [];
    return [{ keys: place, label: place.map(keyWords).join(", "), schema: bare }];
  });
}

export type Parts = { readonly isList: boolean; readonly parts: readonly Part[] };

/** The parts of each entry of a field, and whether there may be several entries. */
export function partsOfField(entity: string, path: string): Parts {
  const schema = bareSchema(schemaOfField(entity, path));
  const isList = schema instanceof z.ZodArray;
  const entry = isList ? bareSchema(schema.element) : schema;
  if (entry instanceof z.ZodObject) return { isList, parts: partsOfShape(entry, []) };
  const isText = entry instanceof z.ZodString;
  return { isList, parts: isText ? [{ keys: [], label: "Value", schema: entry }] : [] };
}

function isGroup(value: unknown): value is Draft {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Several texts in one part stand side by side. */
const separator = "; ";

export function textOfPart(entry: unknown, { keys }: Part): string {
  const value = keys.reduce((group: unknown, key) => (isGroup(group) ? group[key] : undefined), entry);
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.join(separator) : String(value);
}

function valueOfText(schema: unknown, text: string): unknown {
  // While it is typed a separator may stand at the end; the schema sees only what is between.
  if (schema instanceof z.ZodArray) return text === "" ? [] : text.split(/;\s?/);
  if (text === "") return null;
  if (schema instanceof z.ZodNumber) return Number.isNaN(Number(text)) ? text : Number(text);
  if (schema instanceof z.ZodBoolean)
    return /^(yes|true)$/i.test(text) ? true : /^(no|false)$/i.test(text) ? false : text;
  return text;
}

function withValue(entry: unknown, keys: readonly string[], value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  // What a code was called elsewhere need not be so of what is typed now.
  const { translations: _before, ...group } = isGroup(entry) ? entry : {};
  return { ...group, [key]: withValue(group[key], rest, value) };
}

/** The entry with another text in one of its parts. */
export function withText(entry: unknown, { keys, schema }: Part, text: string): unknown {
  return withValue(entry, keys, valueOfText(schema, text));
}
