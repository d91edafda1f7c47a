"use client";

import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import type { DescribedMessage } from "@/lib/hl7/schema";
import type { Delimiters } from "@/lib/hl7/view";
import { placeUnder, useChosenPlace, useCurrentPlace } from "./current-place";
import { type Place, segmentOf } from "./place";
import { RawLine } from "./raw-line";
import { type Trouble, worstOf } from "./tree";
import { piecesOf } from "./written";

type RawLinesProps = {
  /** As many of the message as are shown. */
  segments: DescribedMessage["segments"];
  troubles: readonly Trouble[];
  delimiters: Delimiters;
};

/** A message as it is written, line by line. Pointing at a value, or going to it by the arrows, shows it in the tree. */
export function RawLines({ segments, troubles, delimiters }: RawLinesProps) {
  const lines = useRef<HTMLDivElement>(null);
  const current = useCurrentPlace();
  const chosen = useChosenPlace();
  useEffect(() => {
    if (chosen === null || lines.current?.matches(":hover")) return;
    lines.current?.querySelector(`[data-line="${segmentOf(chosen)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const next = stepFrom(current.choice, event.key, segments, delimiters);
    if (next === null) return;
    event.preventDefault();
    current.choose(next);
  };
  const onPick = (event: PointerEvent) => {
    const place = placeUnder(event.target);
    if (place !== null) current.choose(place);
  };
  return (
    <section
      ref={lines}
      aria-label="Raw text; the arrow keys lead from value to value"
      tabIndex={0}
      onPointerOver={(event) => current.point(placeUnder(event.target))}
      onPointerLeave={() => current.point(null)}
      onPointerDown={onPick}
      onKeyDown={onKeyDown}
      className="py-2 font-mono text-xs/4.75 tracking-[-0.02em] focus-visible:-outline-offset-2 group-data-[wrap=false]:w-max group-data-[wrap=false]:min-w-full group-data-[wrap=false]:whitespace-pre"
    >
      <Lines segments={segments} troubles={troubles} delimiters={delimiters} />
    </section>
  );
}

function Lines({ segments, troubles, delimiters }: RawLinesProps) {
  const troubled = Object.groupBy(troubles, ({ place }) => segmentOf(place));
  return segments.map((segment, n) => {
    const here = troubled[n] ?? [];
    return (
      <RawLine
        key={`${segment.name} ${segment.index}`}
        segment={segment}
        place={String(n)}
        number={n + 1}
        delimiters={delimiters}
        tone={worstOf(here)}
        marked={here.map(({ place }) => place).join(" ")}
      />
    );
  });
}

type Segments = RawLinesProps["segments"];

/** Where an arrow leads from a place: to the values beside it, or to the line above or below. */
function stepFrom(from: Place | null, key: string, segments: Segments, delimiters: Delimiters): Place | null {
  const at = from === null ? 0 : segmentOf(from);
  if (key === "ArrowDown" || key === "ArrowUp") {
    const next = from === null ? 0 : at + (key === "ArrowDown" ? 1 : -1);
    return segments[next] ? String(next) : null;
  }
  const segment = segments[at];
  if ((key !== "ArrowLeft" && key !== "ArrowRight") || !segment) return null;
  const values = piecesOf(segment.raw, String(at), delimiters).filter(({ divides }) => !divides);
  const index = values.findIndex(
    ({ place }) => place === from || (from !== null && place.startsWith(`${from}/`)),
  );
  return values[Math.max(index, 0) + (key === "ArrowRight" ? 1 : -1)]?.place ?? null;
}
