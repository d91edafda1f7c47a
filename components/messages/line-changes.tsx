import type { LineChange } from "./edited-text";

/** The lines of a text that are other than they were. */
export function LineChanges({ changes }: { changes: readonly LineChange[] }) {
  if (changes.length === 0) return <p className="p-1.5 text-ink-3">Nothing is changed.</p>;
  return (
    <ol className="grid gap-2 font-mono text-xs/4.75">
      {changes.map(({ number, before, after }) => (
        <li
          key={`${number} ${before === null} ${after === null}`}
          className="grid grid-cols-[36px_minmax(0,1fr)]"
        >
          <span className="pr-2 text-right text-ink-3">{number}</span>
          <div className="wrap-anywhere">
            {before === null ? null : (
              <del className="block rounded-xs bg-bad-wash px-1 text-bad-ink no-underline">
                <span aria-hidden="true">− </span>
                {before}
              </del>
            )}
            {after === null ? null : (
              <ins className="block rounded-xs bg-ok-wash px-1 text-ok-ink no-underline">
                <span aria-hidden="true">+ </span>
                {after.map(({ text, marked }, n) =>
                  // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
                  marked ? <b key={n}>{text}</b> : text,
                )}
              </ins>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
