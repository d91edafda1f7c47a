import { clsx } from "clsx";
import { formatJson } from "@/components/records/format-json";
import { Unknown } from "@/components/ui/fact-list";
import { type MarkedEntry, markEntries, type Piece } from "./differences";

type ReadableValueProps = {
  entries: readonly string[];
  /** What it is compared with; what differs is marked. */
  comparedWith?: readonly string[];
};

/** A value by its entries, with what it says differently marked inside. */
export function ReadableValue({ entries, comparedWith }: ReadableValueProps) {
  const marked = markEntries(comparedWith ?? entries, entries);
  if (marked.length === 0) return <Unknown>nothing</Unknown>;
  return (
    <span className="grid gap-1">
      {marked.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity but their place
        <MarkedText key={index} entry={entry} />
      ))}
    </span>
  );
}

function MarkedText({ entry: { mark, pieces } }: { entry: MarkedEntry }) {
  const Tag = mark === "removed" ? "del" : "span";
  return (
    <Tag dir="auto" className={clsx("wrap-anywhere whitespace-pre-line", mark === "removed" && "text-ink-3")}>
      {mark === "removed" ? <span className="sr-only">removed: </span> : null}
      {pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
        <PieceText key={index} {...piece} />
      ))}
    </Tag>
  );
}

function PieceText({ text, marked }: Piece) {
  if (!marked) return text;
  return (
    <mark className="rounded-[2px] bg-warn/24 text-inherit shadow-[0_1.5px_0_var(--color-warn)]">{text}</mark>
  );
}

/** The value as it is kept. */
export function RawValue({ value }: { value: unknown }) {
  return (
    <code className="wrap-anywhere block whitespace-pre-wrap font-mono text-xs/4.5">
      {formatJson(JSON.stringify(value) ?? "")}
    </code>
  );
}
