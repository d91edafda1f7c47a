/** The steps of a preview, put together by the field they belong to. Pure. */
import type { z } from "zod";
import type { mappingPreviewSchema } from "@/lib/mapping/schema";

export type Preview = z.output<typeof mappingPreviewSchema>;
export type PreviewStep = Preview["steps"][number];

export interface PreviewField {
  readonly localField: string;
  readonly remoteField: string;
  readonly steps: readonly PreviewStep[];
  /** Why the field keeps what it had. */
  readonly refusals: readonly string[];
}

function isSameField(a: PreviewStep, b: PreviewStep): boolean {
  return a.localField === b.localField && a.remoteField === b.remoteField;
}

/** Steps in runs of the same field, as they were made. */
function runsOf(steps: readonly PreviewStep[]): PreviewStep[][] {
  const runs: PreviewStep[][] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    if (last?.[0] && isSameField(last[0], step)) last.push(step);
    else runs.push([step]);
  }
  return runs;
}

/** The fields of a preview in their order, and what was refused without belonging to any of them. */
export function previewFields({ steps, errors }: Preview, direction: "pull" | "push") {
  const fields = runsOf(steps).flatMap((run): PreviewField[] => {
    const [first] = run;
    if (!first) return [];
    const { localField, remoteField } = first;
    const written = direction === "pull" ? localField : remoteField;
    const refusals = errors.filter(({ path }) => path === written).map(({ message }) => message);
    return [{ localField, remoteField, steps: run, refusals }];
  });
  const placed = new Set(
    fields.map(({ localField, remoteField }) => (direction === "pull" ? localField : remoteField)),
  );
  return { fields, others: errors.filter(({ path }) => !placed.has(path)) };
}
