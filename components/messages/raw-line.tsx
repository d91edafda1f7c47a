"use client";

import { clsx } from "clsx";
import { memo, useMemo } from "react";
import type { DescribedSegment } from "@/lib/hl7/schema";
import type { Delimiters } from "@/lib/hl7/view";
import { usePlaceWithin } from "./current-place";
import { isWithin, type Place } from "./place";
import { type Piece, piecesOf } from "./written";

type RawLineProps = {
  segment: DescribedSegment;
  place: Place;
  number: number;
  delimiters: Delimiters;
  /** The places in it at which something is wrong, joined by spaces. */
  wrong: string;
};

/** A line of a message as it is written. */
export const RawLine = memo(function RawLine({ segment, place, number, delimiters, wrong }: RawLineProps) {
  const current = usePlaceWithin(place);
  const pieces = useMemo(() => piecesOf(segment.raw, place, delimiters), [segment.raw, place, delimiters]);
  const wrongPlaces = wrong === "" ? [] : wrong.split(" ");
  const isWhole = current === place;
  return (
    <div
      data-line={place}
      className={clsx(
        "grid grid-cols-[36px_minmax(0,1fr)] pr-3.5 [contain-intrinsic-size:auto_19px] [content-visibility:auto]",
        wrongPlaces.length > 0
          ? "bg-bad-wash inset-shadow-[3px_0_0_var(--color-bad)]"
          : isWhole && "bg-selected",
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
            isWrong={!piece.divides && wrongPlaces.some((each) => isWithin(piece.place, each))}
          />
        ))}
      </code>
    </div>
  );
});

type PieceTextProps = { piece: Piece; isCurrent: boolean; isWrong: boolean };

function PieceText({ piece: { text, place, divides }, isCurrent, isWrong }: PieceTextProps) {
  const isName = !divides && !place.includes("/");
  return (
    <span
      data-place={place}
      className={clsx(
        divides && "text-ink-3",
        isName && "font-semibold text-accent-ink",
        isCurrent && "bg-selected-strong text-ink",
        isWrong && "rounded-[2px] font-semibold text-bad-ink inset-ring inset-ring-bad/55",
      )}
    >
      {text}
    </span>
  );
}
