"use client";

import { useState } from "react";

/** Which item of a list stands in the side panel, and the way to its neighbours. */
export function useChosen<Item>(items: readonly Item[], idOf: (item: Item) => string) {
  const [id, setId] = useState<string | null>(null);
  const at = items.findIndex((item) => idOf(item) === id);
  const go = (step: 1 | -1) => {
    const next = items[at + step] ?? items[at];
    setId(next ? idOf(next) : null);
  };
  return {
    chosen: items[at],
    choose: (item: Item) => setId(idOf(item)),
    panel: { onClose: () => setId(null), onNext: () => go(1), onPrevious: () => go(-1) },
  };
}
