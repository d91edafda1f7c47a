"use client";

import { useState } from "react";

type Waiting = { readonly id: string };

/** The queue grows at its end and never reorders, so that nothing moves under the person who works through it. */
function joined<Item extends Waiting>(held: readonly Item[], listed: readonly Item[]): readonly Item[] {
  const fresh = listed.filter(({ id }) => held.every((known) => known.id !== id));
  return fresh.length > 0 ? [...held, ...fresh] : held;
}

/** What to work through while the dialog is open, what is settled meanwhile among it. */
export function useQueue<Item extends Waiting>(listed: readonly Item[], openId: string) {
  const [held, setHeld] = useState<readonly Item[]>([]);
  /** Decided here; the list learns of it a moment later. */
  const [noted, setNoted] = useState<ReadonlySet<string>>(new Set());
  const queue = joined(held, listed);
  if (queue !== held) setHeld(queue);
  const isSettled = ({ id }: Item) => noted.has(id) || listed.every((known) => known.id !== id);
  const isWaiting = (item: Item) => item.id !== openId && !isSettled(item);
  const place = queue.findIndex(({ id }) => id === openId);
  return {
    queue,
    settled: new Set(queue.filter(isSettled).map(({ id }) => id)),
    /** Notes whether one is settled, as its own answer says. */
    note: (id: string, isSettledNow: boolean) => {
      if (noted.has(id) === isSettledNow) return;
      setNoted(noted.symmetricDifference(new Set([id])));
    },
    before: queue[place - 1]?.id,
    after: queue[place + 1]?.id,
    /** What to decide next: further down, else from the top. */
    next: (queue.slice(place + 1).find(isWaiting) ?? queue.find(isWaiting))?.id,
  };
}
