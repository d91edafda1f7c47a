"use client";

import { useState } from "react";
import type { BulkResolution, Conflict } from "@/lib/conflicts/schema";
import { bulkFilterOf, type ConflictFilters } from "./conflict-filters";

/** Which open conflicts are chosen for one decision: some of those shown, or all that the filters leave. */
export function useChoice(shown: readonly Conflict[], filters: ConflictFilters) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [isEverything, setEverything] = useState(false);
  const open = shown.filter(({ status }) => status === "OPEN");
  // What was settled meanwhile is chosen no more.
  const ids = open.filter(({ id }) => picked.has(id)).map(({ id }) => id);
  const clear = () => {
    setPicked(new Set());
    setEverything(false);
  };
  const toggle = (id: string) => {
    setEverything(false);
    setPicked((all) => all.symmetricDifference(new Set([id])));
  };
  const isAllShown = open.length > 0 && ids.length === open.length;
  const target: Pick<BulkResolution, "ids" | "filter"> = isEverything
    ? { filter: bulkFilterOf(filters) }
    : { ids };
  return {
    count: ids.length,
    isEverything,
    isAllShown,
    isChosen: (id: string) => isEverything || picked.has(id),
    toggle,
    toggleAll: () => (isAllShown ? clear() : setPicked(new Set(open.map(({ id }) => id)))),
    chooseEverything: () => setEverything(true),
    clear,
    target,
  };
}

export type Choice = ReturnType<typeof useChoice>;
