"use client";

import { type FocusEvent, useRef, useState } from "react";
import { holdStill, type JobGroup } from "./job-groups";

type Reason = "pointer" | "focus";

/**
 * Groups that keep their order while the pointer or the focus is among them. `waiting` counts the jobs that came
 * meanwhile, `letIn` shows them; spread `holders` on the element around the table.
 */
export function useStillGroups(groups: JobGroup[]) {
  const reasons = useRef(new Set<Reason>());
  const [held, setHeld] = useState<JobGroup[] | null>(null);
  const note = (reason: Reason, isThere: boolean) => {
    if (isThere) reasons.current.add(reason);
    else reasons.current.delete(reason);
    setHeld((before) => (reasons.current.size > 0 ? (before ?? groups) : null));
  };
  const still = held ? holdStill(held, groups) : { groups, waiting: 0 };
  return {
    ...still,
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
