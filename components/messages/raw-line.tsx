"use client";

import { clsx } from "clsx";
import { memo, useMemo } from "react";
import type { DescribedSegment } from "@/lib/hl7/schema";
import type { Delimiters } from "@/lib/hl7/view";
import { usePlaceWithin } from "./current-place";
import { isWithin, type Place } from "./place";
import type { Trouble } from "./tree";
import { type Piece, piecesOf } from "./written";

type RawLineProps = {
  segment: DescribedSegment;
  place: Place;
  number: number;
  delimiters: Delimiters;
  /** Whether something in it is wrong, or odd. */
  tone: Trouble["tone"] | null;
  /** The places where it is, joined by spaces. */
  marked: string;
};

const lineLook = {
  warn: "bg-warn-wash inset-shadow-[3px_0_0_var(--color-warn)]",
  bad: "bg-bad-wash inset-shadow-[3px_0_0_var(--color-bad)]",
} as const;
const markLook = {
  warn: "text-warn-ink inset-ring-warn/55",
  bad: "text-bad-ink inset-ring-bad/55",
} as const;

/** A line of a message as it is written. */
export const RawLine = memo(function RawLine({
  segment,
  place,
  number,
  delimiters,
  tone,
  marked,
}: RawLineProps) {
  const current = usePlaceWithin(place);
  const pieces = useMemo(() => piecesOf(segment.raw, place, delimiters), [segment.raw, place, delimiters]);
  const markedPlaces = marked.split(" ");
  const isWhole = current === place;
  return (
    <div
      data-line={place}
      className={clsx(
        "grid grid-cols-[36px_minmax(0,1fr)] pr-3.5 [contain-intrinsic-size:auto_19px] [content-visibility:auto]",
        tone ? lineLook[tone] : isWhole && "bg-selected",
      )}
    >
      <span aria-hidden="true" className="select-none pr-3 text-right text-ink-3">
        {number}
      </span>
      <code className="text-ink-2 group-data-[wrap=true]:wrap-anywhere">
        {pieces.map((piece) => (
          <PieceText
            key={piece.start}
            piece={piece}
            isCurrent={current !== null && !isWhole && isWithin(piece.place, current)}
            tone={!piece.divides && markedPlaces.some((each) => isWithin(piece.place, each)) ? tone : null}
          />
        ))}
      </code>
    </div>
  );
});

type PieceTextProps = { piece: Piece; isCurrent: boolean; tone: Trouble["tone"] | null };

function PieceText({ piece: { text, place, divides }, isCurrent, tone }: PieceTextProps) {
  const isName = !divides && !place.includes("/");
  return (
    <span
      data-place={place}
      className={clsx(
        divides && !isCurrent && "text-ink-3",
        isName && "font-semibold text-accent-ink",
        isCurrent && ["bg-selected-strong", !tone && "text-ink"],
        tone && ["rounded-[2px] font-semibold inset-ring", markLook[tone]],
      )}
    >
      {text}
    </span>
  );
}
