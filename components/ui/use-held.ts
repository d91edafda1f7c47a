"use client";

import { type FocusEvent, useRef, useState } from "react";

type Reason = "pointer" | "focus";

/**
 * Keeps a value as it was when the pointer or the focus came to what shows it, so that nothing moves under its
 * reader. `held` is null while nobody is there; `letIn` lets go; spread `holders` on the element around.
 */
export function useHeld<T>(value: T) {
  const reasons = useRef(new Set<Reason>());
  const [held, setHeld] = useState<{ value: T } | null>(null);
  const note = (reason: Reason, isThere: boolean) => {
    if (isThere) reasons.current.add(reason);
    else reasons.current.delete(reason);
    setHeld((before) => (reasons.current.size > 0 ? (before ?? { value }) : null));
  };
  return {
    held: held?.value ?? null,
    letIn: () => setHeld(null),
    holders: {
      onPointerEnter: () => note("pointer", true),
      onPointerLeave: () => note("pointer", false),
      onFocus: () => note("focus", true),
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent) =>
        note("focus", currentTarget.contains(relatedTarget)),
    },
  };
}
