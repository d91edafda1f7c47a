"use client";

import { clsx } from "clsx";
import type { DescribedMessage } from "@/lib/hl7/schema";
import type { Delimiters } from "@/lib/hl7/view";
import { usePlace } from "./current-place";
import type { FieldNames } from "./field-names";
import { pathOf, segmentOf } from "./place";
import { type Trouble, valueAt } from "./tree";
import { writtenAt } from "./written";

type DefinitionProps = {
  segments: DescribedMessage["segments"];
  troubles: readonly Trouble[];
  delimiters: Delimiters;
  names: FieldNames;
};

/** What the current place is, what stands there, and how that is written. */
export function Definition({ segments, troubles, delimiters, names }: DefinitionProps) {
  const place = usePlace();
  const segment = place === null ? undefined : segments[segmentOf(place)];
  return (
    <div
      aria-live="polite"
      className="min-h-19 flex-none border-line border-t bg-sunken px-4 py-2.5 text-xs max-sm:hidden"
    >
      {place === null || !segment ? (
        <p className="text-ink-3">Point at a value, or go to it by the arrow keys, to see what it is.</p>
      ) : (
        <>
          <p className="flex items-baseline gap-2 text-sm">
            <code className="flex-none font-mono font-semibold text-xs">{pathOf(place, segments)}</code>
            <b className="truncate font-semibold">
              {names.nameOf(place) ?? names.nameOf(String(segmentOf(place)))}
            </b>
          </p>
          {place.includes("/") ? (
            <Value
              value={valueAt(segment, place)}
              meaning={names.meaningOf(place)}
              written={writtenAt(segment.raw, place, delimiters)}
            />
          ) : null}
          <p className="mt-0.5 text-ink-3">{names.detailsOf(place).join(", ")}</p>
          {troubles
            .filter((trouble) => trouble.place === place || place.startsWith(`${trouble.place}/`))
            .map(({ words, tone }) => (
              <p key={words} className={clsx("mt-0.5", tone === "bad" ? "text-bad-ink" : "text-warn-ink")}>
                {words}
              </p>
            ))}
        </>
      )}
    </div>
  );
}

type ValueProps = { value: string; meaning: string | null; written: string };

function Value({ value, meaning, written }: ValueProps) {
  return (
    <>
      <p className="mt-0.5 line-clamp-3 whitespace-pre-wrap text-ink-2 wrap-anywhere">
        {value === '""'
          ? "Two quotation marks: what the receiver has there is to be deleted."
          : value || "Empty"}
        {meaning ? <span className="text-ink-3"> {meaning}</span> : null}
      </p>
      {written === value || written === "" ? null : (
        <p className="mt-0.5 truncate text-ink-3">
          Written <code className="font-mono">{written}</code>
        </p>
      )}
    </>
  );
}
