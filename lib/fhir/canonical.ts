/** JSON in one form whatever the order of keys, so that equal content gives equal text and an equal hash. */
import { hash } from "node:crypto";

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What JSON has to escape: text without any of it is its own JSON, which is most text by far. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const escaped = /[\u0000-\u001f"\\\ud800-\udfff]/;

function writeText(text: string): string {
  return escaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function isSorted(keys: readonly string[]): boolean {
  return keys.every((key, at) => at === 0 || (keys[at - 1] ?? "") <= key);
}

function writeObject(object: JsonObject, without?: readonly string[]): string {
  const keys = Object.keys(object);
  let text = "";
  for (const key of isSorted(keys) ? keys : keys.sort()) {
    const value = object[key];
    if (value === undefined || without?.includes(key)) continue;
    text += `${text === "" ? "" : ","}${writeText(key)}:${canonicalJson(value)}`;
  }
  return `{${text}}`;
}

function writeArray(items: readonly unknown[]): string {
  let text = "";
  for (const item of items) text += `${text === "" ? "" : ","}${canonicalJson(item ?? null)}`;
  return `[${text}]`;
}

interface CanonicalOptions {
  /** Keys of the outermost object that are left out. */
  readonly without?: readonly string[];
}

/** JSON text with sorted keys and no spaces; keys whose value is undefined are left out. */
export function canonicalJson(value: unknown, options: CanonicalOptions = {}): string {
  if (typeof value === "string") return writeText(value);
  if (Array.isArray(value)) return writeArray(value);
  if (isObject(value)) return writeObject(value, options.without);
  return JSON.stringify(value) ?? "null";
}

const volatileMeta = ["versionId", "lastUpdated", "source"];

/** The resource's meta without what a server rewrites by itself; undefined when nothing is left of it. */
function stableMeta(meta: unknown): unknown {
  if (!isObject(meta)) return meta;
  const kept = Object.entries(meta).filter(([key]) => !volatileMeta.includes(key));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** A narrative that the server made from the rest says nothing new; it may differ at each reading. */
function stableText(text: unknown): unknown {
  return isObject(text) && text.status === "generated" ? undefined : text;
}

/**
 * SHA-256 over the canonical JSON of a resource, or of a record's data, without volatile meta and generated
 * narrative: it changes when the content does.
 */
export function contentHash(resource: JsonObject): Buffer {
  const stable = { ...resource, meta: stableMeta(resource.meta), text: stableText(resource.text) };
  return hash("sha256", canonicalJson(stable), "buffer");
}
