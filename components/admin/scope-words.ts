/** What scopes allow, in words. */
import { type Deed, readScope } from "@/lib/fhir/server/view";

const deedWords: Readonly<Record<Deed, string>> = {
  c: "creates",
  r: "reads by id",
  u: "changes",
  d: "deletes",
  s: "searches",
};

/** "reads and writes" where a pair or all of them are held, else one by one. */
function verbs(deeds: ReadonlySet<Deed>): string {
  const has = (...wanted: Deed[]) => wanted.every((deed) => deeds.has(deed));
  const words: string[] = [];
  if (has("r", "s")) words.push("reads");
  else words.push(...(["r", "s"] as const).filter((deed) => deeds.has(deed)).map((deed) => deedWords[deed]));
  if (has("c", "u", "d")) words.push("writes");
  else
    words.push(
      ...(["c", "u", "d"] as const).filter((deed) => deeds.has(deed)).map((deed) => deedWords[deed]),
    );
  const last = words.pop() ?? "";
  return words.length > 0 ? `${words.join(", ")} and ${last}` : last;
}

/** All that is held of each type, "*" being every type. */
function deedsByType(scopes: readonly string[]): Map<string, Set<Deed>> {
  const held = new Map<string, Set<Deed>>();
  for (const { type, deeds } of scopes.flatMap((scope) => readScope(scope) ?? [])) {
    held.set(type, new Set([...(held.get(type) ?? []), ...deeds]));
  }
  return held;
}

/** "Reads everything; reads and writes Patient, Observation". */
export function scopeWords(scopes: readonly string[]): string {
  const typesByVerbs = new Map<string, string[]>();
  for (const [type, deeds] of deedsByType(scopes)) {
    const words = verbs(deeds);
    typesByVerbs.set(words, [...(typesByVerbs.get(words) ?? []), type]);
  }
  const sentence = [...typesByVerbs]
    .map(([words, types]) => `${words} ${types.includes("*") ? "everything" : types.join(", ")}`)
    .join("; ");
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
