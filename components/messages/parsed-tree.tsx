"use client";

import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from "react";
import type { DescribedMessage } from "@/lib/hl7/schema";
import type { Delimiters } from "@/lib/hl7/view";
import { placeUnder, useChosenPlace, useCurrentPlace } from "./current-place";
import type { FieldNames } from "./field-names";
import { type Place, segmentOf } from "./place";
import { openAtFirst, opensTo, rowsOf, type TreeRow, type Trouble, troublesByRow, worstOf } from "./tree";
import { moveBy } from "./tree-keys";
import { TreeRowView } from "./tree-row";
import { writtenAt } from "./written";

type Segments = DescribedMessage["segments"];

type ParsedTreeProps = {
  /** As many of the message as are shown. */
  segments: Segments;
  troubles: readonly Trouble[];
  delimiters: Delimiters;
  names: FieldNames;
  open: ReadonlySet<Place>;
  onOpen: (open: ReadonlySet<Place>) => void;
};

/** What stands open in a tree; a place that is chosen opens what it lies in. */
export function useOpenPlaces(message: Pick<DescribedMessage, "segments">, troubles: readonly Trouble[]) {
  const [open, setOpen] = useState<ReadonlySet<Place>>(() => openAtFirst(message, troubles));
  const chosen = useChosenPlace();
  useEffect(() => {
    if (chosen !== null) setOpen((before) => before.union(new Set(opensTo(chosen))));
  }, [chosen]);
  return { open, setOpen };
}

/** A message as a tree of segments and fields. One stop of the tabulator; arrows lead through it. */
export function ParsedTree({ segments, troubles, delimiters, names, open, onOpen }: ParsedTreeProps) {
  const tree = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => allRows(segments, open), [segments, open]);
  const troubled = useMemo(() => troublesByRow(troubles, rows), [troubles, rows]);
  const { stop, moves } = useTreeMoves(tree, rows, open, onOpen);
  useChosenInView(tree);
  return (
    <div ref={tree} role="tree" aria-label="Parsed message" {...moves}>
      {rows.map((row) => {
        const here = troubled.get(row.place) ?? [];
        return (
          <TreeRowView
            key={row.place}
            {...row}
            name={names.nameOf(row.place)}
            meaning={row.level > 1 && !row.opens ? names.meaningOf(row.place) : null}
            written={differingText(segments, row, delimiters)}
            isOpen={row.opens && open.has(row.place)}
            tone={worstOf(here)}
            trouble={here.map(({ words }) => words).join(" ")}
            isStop={row.place === stop}
          />
        );
      })}
    </div>
  );
}

type Tree = { readonly current: HTMLElement | null };

/** What pointer and keys do in a tree, and at which row the tabulator stops. */
function useTreeMoves(
  tree: Tree,
  rows: readonly TreeRow[],
  open: ReadonlySet<Place>,
  onOpen: ParsedTreeProps["onOpen"],
) {
  const current = useCurrentPlace();
  const [last, setLast] = useState<Place | null>(null);
  const stop = rows.some(({ place }) => place === last) ? last : rows[0]?.place;
  const toggle = (place: Place) => onOpen(open.symmetricDifference(new Set([place])));
  const moves = {
    onClick: (event: MouseEvent) => {
      const row = rows.find(({ place }) => place === placeUnder(event.target));
      if (row?.opens) toggle(row.place);
    },
    onFocus: (event: FocusEvent) => {
      const place = placeUnder(event.target);
      if (place === null) return;
      setLast(place);
      current.choose(place);
    },
    onKeyDown: (event: KeyboardEvent) => {
      const at = placeUnder(event.target);
      const move = at === null ? null : moveBy(event.key, rows, at, open);
      if (!move || event.metaKey || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      if ("toggle" in move) toggle(move.toggle);
      else rowAt(tree.current, move.focus)?.focus();
    },
    onPointerLeave: () => current.point(null),
  };
  return { stop, moves };
}

function allRows(segments: Segments, open: ReadonlySet<Place>): TreeRow[] {
  const several = new Set(segments.filter(({ index }) => index > 1).map(({ name }) => name));
  return segments.flatMap((segment, n) => rowsOf(segment, String(n), several.has(segment.name), open));
}

function rowAt(tree: HTMLElement | null, place: Place): HTMLElement | null {
  return tree?.querySelector<HTMLElement>(`[data-place="${place}"]`) ?? null;
}

/** How a value is written, where escapes make that another text than it reads. */
function differingText(segments: Segments, row: TreeRow, delimiters: Delimiters): string | null {
  const segment = segments[segmentOf(row.place)];
  if (row.level === 1 || row.opens || !segment) return null;
  const written = writtenAt(segment.raw, row.place, delimiters);
  return written === row.value ? null : written;
}

/** A place that was chosen elsewhere comes into view, the deepest row that holds it. */
function useChosenInView(tree: Tree): void {
  const chosen = useChosenPlace();
  const show = useEffectEvent((place: Place) => {
    if (tree.current?.contains(document.activeElement)) return;
    const parts = place.split("/");
    const row = parts
      .map((_, n) => rowAt(tree.current, parts.slice(0, parts.length - n).join("/")))
      .find((each) => each !== null);
    row?.scrollIntoView({ block: "nearest" });
  });
  useEffect(() => {
    // Once what it lies in has been opened.
    if (chosen === null) return;
    const frame = requestAnimationFrame(() => show(chosen));
    return () => cancelAnimationFrame(frame);
  }, [chosen]);
}
