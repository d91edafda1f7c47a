/**
 * Merging lists whose order means nothing, entry by entry: an entry is the same on both sides when its key is the
 * same, wherever it stands. Pure.
 */
import { z } from "zod";
import { canonicalJson } from "@/lib/fhir";
import { normaliseIdentifier, normalisePhone, normaliseText } from "@/lib/records";
import { same } from "./same";
import { isSameName, uniteNames } from "./unite-names";

type KeyOf = (entry: unknown) => string;
type List = readonly unknown[];

const part = z.string().nullish();
const keyed = z.object({ system: part, value: part, use: part, code: z.unknown().optional() });
const address = z.object({
  use: part,
  lines: z.array(z.string()).catch([]),
  city: part,
  state: part,
  postalCode: part,
  country: part,
  text: part,
});

function keyBy<Shape extends z.ZodType>(shape: Shape, parts: (entry: z.output<Shape>) => List): KeyOf {
  return (entry) => {
    const parsed = shape.safeParse(entry);
    return canonicalJson(parsed.success ? parts(parsed.data) : entry);
  };
}

function telecomValue(system: unknown, value: string): string {
  const digits = system === "email" || system === "url" ? "" : normalisePhone(value);
  return digits || normaliseIdentifier(value);
}

const keys: Readonly<Record<string, KeyOf>> = {
  identifiers: keyBy(keyed, ({ system, value }) => [system, normaliseIdentifier(value ?? "")]),
  telecoms: keyBy(keyed, ({ system, value, use }) => [system, telecomValue(system, value ?? ""), use]),
  addresses: keyBy(address, ({ use, lines, text, ...rest }) => {
    const words = [...lines, rest.city, rest.state, rest.postalCode, rest.country].filter(Boolean).join(" ");
    return [use, normaliseText(words || (text ?? ""))];
  }),
  names: keyBy(keyed, ({ use }) => [use]),
  components: keyBy(keyed, ({ code }) => [code]),
  category: canonicalJson,
  performerIds: canonicalJson,
};

/** The entries by key, or undefined when a key stands for two different entries. */
function byKey(list: List, keyOf: KeyOf): Map<string, unknown> | undefined {
  const entries = new Map<string, unknown>();
  for (const entry of list) {
    const key = keyOf(entry);
    if (entries.has(key) && !same(entries.get(key), entry)) return undefined;
    entries.set(key, entry);
  }
  return entries;
}

type Choice = { readonly entry: unknown } | "contested";

/** Two names of one use are the same where their parts are, however they are written as a text. */
function isAlike(field: string, left: unknown, right: unknown): boolean {
  return same(left, right) || (field === "names" && isSameName(left, right));
}

/** What becomes of one entry; undefined stands for «not there». */
function choose(field: string, base: unknown, local: unknown, remote: unknown): Choice {
  if (isAlike(field, local, remote) || isAlike(field, base, remote)) return { entry: local };
  return isAlike(field, base, local) ? { entry: remote } : "contested";
}

/**
 * Merges a list that is a set: what either side added stays, what one side removed and the other left alone goes.
 * Undefined when the field is no set, or when both sides changed the same entry differently.
 */
export function mergeSet(field: string, base: List, local: List, remote: List): List | undefined {
  const keyOf = keys[field];
  if (!keyOf) return undefined;
  if (same(base, local)) return remote;
  if (same(base, remote)) return local;
  const [origin, ours, theirs] = [base, local, remote].map((list) => byKey(list, keyOf));
  if (!origin || !ours || !theirs) return undefined;
  const added = new Set([...ours.keys(), ...theirs.keys()].filter((key) => !origin.has(key)));
  const merged: unknown[] = [];
  // Both sides have their own order; this one does not depend on whose side is called local.
  for (const key of [...origin.keys(), ...[...added].sort()]) {
    const choice = choose(field, origin.get(key), ours.get(key), theirs.get(key));
    if (choice === "contested") return undefined;
    if (choice.entry !== undefined) merged.push(choice.entry);
  }
  return merged;
}

/** Sets whose entries are the same wherever their keys are: what else they say is only how it is written. */
const valued: readonly string[] = ["identifiers", "telecoms", "addresses"];

/**
 * Both lists as one, where nothing was ever agreed: ours, and theirs that say something else. Undefined when the field
 * is no set of that kind.
 */
export function uniteSets(field: string, local: unknown, remote: unknown): List | undefined {
  if (!Array.isArray(local) || !Array.isArray(remote)) return undefined;
  if (field === "names") return uniteNames(local, remote);
  const keyOf = keys[field];
  if (!keyOf || !valued.includes(field)) return undefined;
  const ours = new Set(local.map(keyOf));
  return [...local, ...remote.filter((entry) => !ours.has(keyOf(entry)))];
}
