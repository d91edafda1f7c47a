/** Merging free text by lines, only where the two edits cannot touch. Pure. */

/** Lines `start` to `end` of the base give way to `lines`. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

function editOf(base: readonly string[], changed: readonly string[]): Edit {
  const shorter = Math.min(base.length, changed.length);
  let start = 0;
  while (start < shorter && base[start] === changed[start]) start += 1;
  let kept = 0;
  while (kept < shorter - start && base.at(-1 - kept) === changed.at(-1 - kept)) kept += 1;
  return { start, end: base.length - kept, lines: changed.slice(start, changed.length - kept) };
}

/**
 * Both edits of a text, when at least one untouched line stands between them; else undefined: neighbouring lines of
 * a clinical note belong together, and only a person can say what they mean now.
 */
export function mergeText(base: string, local: string, remote: string): string | undefined {
  if (base === local || local === remote) return remote;
  if (base === remote) return local;
  const lines = base.split("\n");
  const edits = [editOf(lines, local.split("\n")), editOf(lines, remote.split("\n"))];
  const [first, second] = edits.toSorted((a, b) => a.start - b.start);
  if (!first || !second || first.end >= second.start) return undefined;
  return [
    ...lines.slice(0, first.start),
    ...first.lines,
    ...lines.slice(first.end, second.start),
    ...second.lines,
    ...lines.slice(second.end),
  ].join("\n");
}
