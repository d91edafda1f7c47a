"use client";

import { useHeld } from "@/components/ui/use-held";
import { holdStill, type JobGroup } from "./job-groups";

/**
 * Groups that keep their order while the pointer or the focus is among them. `waiting` counts the jobs that came
 * meanwhile, `letIn` shows them; spread `holders` on the element around the table.
 */
export function useStillGroups(groups: JobGroup[]) {
  const { held, letIn, holders } = useHeld(groups);
  return { ...(held ? holdStill(held, groups) : { groups, waiting: 0 }), letIn, holders };
}
