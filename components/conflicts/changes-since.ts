/** What has changed in a conflict since it was shown, in sentences. Pure. */
import type { Conflict, ConflictField } from "@/lib/conflicts/schema";
import { fieldsToDecide } from "./decisions";
import { readableEntries } from "./readable-value";

function wordsOf({ entity }: Conflict, { path }: ConflictField, value: unknown): string {
  const entries = readableEntries(entity, path, value, () => "another record");
  return entries.join("; ").replaceAll("\n", ", ") || "nothing";
}

function changesOfField(now: Conflict, was: ConflictField, is: ConflictField, system: string): string[] {
  const sides = [
    ["Carelane", was.local, is.local],
    [system, was.remote, is.remote],
  ] as const;
  return sides
    .filter(([, before, after]) => JSON.stringify(before) !== JSON.stringify(after))
    .map(([side, , after]) => `${is.label}: ${side} now has ${wordsOf(now, is, after)}.`);
}

/** One sentence for each side of a field that is another now, and for fields that came or went. */
export function changesSince(before: Conflict, now: Conflict, system: string): string[] {
  const [were, are] = [fieldsToDecide(before), fieldsToDecide(now)];
  const changed = are.flatMap((is) => {
    const was = were.find(({ path }) => path === is.path);
    return was ? changesOfField(now, was, is, system) : [`${is.label} needs a decision now as well.`];
  });
  const gone = were.filter(({ path }) => are.every((is) => is.path !== path));
  const sentences = [...changed, ...gone.map(({ label }) => `${label} needs no decision any more.`)];
  return sentences.length > 0 ? sentences : ["Fields that need no decision."];
}
