"use client";

import { useEffect, useState } from "react";

type Waiting = { readonly id: string };

/** The queue grows at its end and never reorders, so that nothing moves under the person who works through it. */
function joined<Item extends Waiting>(held: readonly Item[], listed: readonly Item[]): readonly Item[] {
  const fresh = listed.filter(({ id }) => held.every((known) => known.id !== id));
  return fresh.length > 0 ? [...held, ...fresh] : held;
}

export type QueueProps<Item extends Waiting> = {
  /** The one at hand. */
  id: string;
  /** The list it was opened from. */
  listed: readonly Item[];
  /** Lists more, where there is more. */
  onEndReached?: () => void;
  onOpen: (id: string) => void;
};

/** What to work through while the dialog is open, what is settled meanwhile among it, and the ways on. */
export function useQueue<Item extends Waiting>({
  id: openId,
  listed,
  onEndReached,
  onOpen,
}: QueueProps<Item>) {
  const [held, setHeld] = useState<readonly Item[]>([]);
  /** Decided here; the list learns of it a moment later. */
  const [noted, setNoted] = useState<ReadonlySet<string>>(new Set());
  const queue = joined(held, listed);
  if (queue !== held) setHeld(queue);
  const isSettled = ({ id }: Item) => noted.has(id) || listed.every((known) => known.id !== id);
  const isWaiting = (item: Item) => item.id !== openId && !isSettled(item);
  const place = queue.findIndex(({ id }) => id === openId);
  const after = queue[place + 1]?.id;
  const isAtEnd = after === undefined;
  useEffect(() => {
    if (isAtEnd) onEndReached?.();
  }, [isAtEnd, onEndReached]);
  /** What to decide next: further down, else from the top. */
  const next = (queue.slice(place + 1).find(isWaiting) ?? queue.find(isWaiting))?.id;
  const note = (id: string, isSettledNow: boolean) => {
    if (noted.has(id) === isSettledNow) return;
    setNoted(noted.symmetricDifference(new Set([id])));
  };
  const goTo = (id: string | undefined) => (id === undefined ? undefined : () => onOpen(id));
  return {
    queue,
    settled: new Set(queue.filter(isSettled).map(({ id }) => id)),
    /** Notes whether one is settled, as its own answer says. */
    note,
    onPrevious: goTo(queue[place - 1]?.id),
    onNext: goTo(after),
    /** Whether another one waits. */
    leadsOn: next !== undefined,
    /** Notes that one is settled and opens the next that waits; after the last one calls `atLast`. */
    settle: (id: string, atLast: () => void) => {
      note(id, true);
      if (next === undefined) atLast();
      else onOpen(next);
    },
  };
}
