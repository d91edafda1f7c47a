"use client";

import { useRef, useState } from "react";
import { ApiError } from "@/components/api";
import type { Saving } from "@/components/deciding/decision-foot";
import type { Conflict } from "@/lib/conflicts/schema";
import { resolutionOf, undecidedFields } from "./decisions";
import { useResolve } from "./use-conflicts";
import type { Deciding } from "./use-deciding";

/** Null where what is read again says it: that a side has changed, or that somebody else has decided. */
function refusalWords(error: unknown): string | null {
  if (!(error instanceof ApiError)) return "Something failed on this page. Try again.";
  if (error.status === 412 || error.code === "already_resolved") return null;
  return [error.message, ...error.fields.map(({ message }) => `${message}.`)].join(" ");
}

/** The reason and the saving: what is missing is said, and the way there is shown. */
export function useSaving(
  conflict: Conflict,
  deciding: Deciding,
  onDecided: (settled: Conflict) => void,
): Saving {
  const reasonInput = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const resolve = useResolve();
  /** What a person still has to do; null when it can be saved. */
  const showMissing = (): string | null => {
    const [field] = undecidedFields(conflict, deciding.decisions);
    if (field) {
      deciding.goTo(field.path);
      return `${field.label} is not decided yet.`;
    }
    if (conflict.severity !== "HIGH" || reason.trim()) return null;
    reasonInput.current?.focus();
    return "A conflict of high severity needs a reason.";
  };
  const save = async () => {
    if (resolve.isPending) return;
    const missing = showMissing();
    setProblem(missing);
    if (missing) return;
    try {
      const sent = resolutionOf(conflict, deciding.decisions, reason);
      onDecided(await resolve.mutateAsync({ id: conflict.id, sent }));
    } catch (error) {
      setProblem(refusalWords(error));
    }
  };
  return { reasonInput, reason, setReason, problem, save, isSaving: resolve.isPending };
}
