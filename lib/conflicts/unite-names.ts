/** The names that two systems know of one person, as one list. Pure. */
import { z } from "zod";
import { normaliseText } from "@/lib/records";

const words = z.array(z.string()).catch([]);
const nameShape = z.object({
  use: z.string().nullish(),
  text: z.string().nullish(),
  family: z.string().nullish(),
  given: words,
  suffix: words,
});
type Name = z.output<typeof nameShape>;

/** A name in its parts, however it is spelled; undefined where it is only a text. */
function partsOf({ family, given, suffix }: Name): string | undefined {
  const parts = [family ?? "", given.join(" "), suffix.join(" ")].map(normaliseText);
  return parts.some(Boolean) ? parts.join("|") : undefined;
}

/** The words of a name in any order: «Lopez, Camila» is «Camila Lopez». */
function wordsOf({ family, given, suffix, text }: Name): string {
  const parts = [family ?? "", ...given, ...suffix].join(" ");
  return normaliseText(parts.trim() ? parts : (text ?? ""))
    .split(" ")
    .toSorted()
    .join(" ");
}

/** How systems write a name as a text (HumanName.text) is a matter of taste; its parts are not. */
export function isSameName(left: unknown, right: unknown): boolean {
  const names = z.tuple([nameShape, nameShape]).safeParse([left, right]);
  if (!names.success) return false;
  const [ours, theirs] = names.data;
  const [parts, theirParts] = names.data.map(partsOf);
  return parts && theirParts ? parts === theirParts : wordsOf(ours) === wordsOf(theirs);
}

/**
 * Our names, and theirs that we do not know; undefined where both sides have another name of one use: of a person's
 * official names only one is right.
 */
export function uniteNames(
  local: readonly unknown[],
  remote: readonly unknown[],
): readonly unknown[] | undefined {
  const purposeOf = (entry: unknown) => Object(entry).use ?? null;
  const added = remote.filter((entry) => !local.some((ours) => isSameName(ours, entry)));
  const uses = new Set(local.map(purposeOf));
  return added.some((entry) => uses.has(purposeOf(entry))) ? undefined : [...local, ...added];
}
