"use client";

import { useState } from "react";
import type { Conflict } from "@/lib/conflicts/schema";

/** The queue grows at its end and never reorders, so that nothing moves under the person who works through it. */
function joined(held: readonly Conflict[], listed: readonly Conflict[]): readonly Conflict[] {
  const fresh = listed.filter(({ id }) => held.every((known) => known.id !== id));
  return fresh.length > 0 ? [...held, ...fresh] : held;
}

/** The conflicts to work through while the dialog is open, those settled meanwhile among them. */
export function useQueue(listed: readonly Conflict[], openId: string) {
  const [held, setHeld] = useState<readonly Conflict[]>([]);
  /** Decided here; the list learns of it a moment later. */
  const [noted, setNoted] = useState<ReadonlySet<string>>(new Set());
  const queue = joined(held, listed);
  if (queue !== held) setHeld(queue);
  const isSettled = ({ id }: Conflict) => noted.has(id) || listed.every((known) => known.id !== id);
  const isWaiting = (conflict: Conflict) => conflict.id !== openId && !isSettled(conflict);
  const place = queue.findIndex(({ id }) => id === openId);
  return {
    queue,
    settled: new Set(queue.filter(isSettled).map(({ id }) => id)),
    /** Notes whether a conflict is settled, as its own answer says. */
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
