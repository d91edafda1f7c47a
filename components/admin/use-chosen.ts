"use client";

import { useState } from "react";

/** Which item of a list stands in the side panel, and the way to its neighbours. */
export function useChosen<Item extends { id: string }>(items: readonly Item[]) {
  const [id, setId] = useState<string | null>(null);
  const at = items.findIndex((item) => item.id === id);
  const go = (step: 1 | -1) => setId((items[at + step] ?? items[at])?.id ?? null);
  return {
    chosen: items[at],
    choose: (item: Item) => setId(item.id),
    panel: { onClose: () => setId(null), onNext: () => go(1), onPrevious: () => go(-1) },
  };
}
