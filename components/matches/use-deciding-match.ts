"use client";

import { type RefObject, useRef, useState } from "react";
import { ApiError } from "@/components/api";
import { reasonKeys, type Saving } from "@/components/deciding/decision-foot";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import type { Match, MatchDecision } from "@/lib/sync/schema";
import { candidateCaps, commonReasons, newPatientCap } from "./match-keys";
import type { MatchCandidate } from "./match-words";
import { useDecideMatch } from "./use-matches";

/** Null stands for a new patient. */
type Choice = MatchCandidate | null;

/** Who the patient is said to be; a candidate who is gone meanwhile is chosen no more. */
export function useMatchChoice({ candidates }: Match) {
  const [chosenId, setChosenId] = useState<string | null>();
  const choices: readonly Choice[] = [...candidates, null];
  const chosen = choices.find((choice) => (choice?.recordId ?? null) === chosenId);
  const choose = (choice: Choice | undefined) => {
    if (choice !== undefined) setChosenId(choice?.recordId ?? null);
  };
  const move = (step: 1 | -1) => {
    if (chosen === undefined) return choose(choices.at(step > 0 ? 0 : -1));
    choose(choices[choices.indexOf(chosen) + step]);
  };
  return { choices, chosen, choose, move };
}

export type MatchChoosing = ReturnType<typeof useMatchChoice>;

/** Null where what is read again says it: that somebody else has decided. */
function refusalWords(error: unknown): string | null {
  if (!(error instanceof ApiError)) return "Something failed on this page. Try again.";
  return error.code === "match_decided" ? null : error.message;
}

function decisionOf(chosen: Choice, reason: string): MatchDecision {
  return chosen ? { decision: "LINK", recordId: chosen.recordId, reason } : { decision: "CREATE", reason };
}

/** The reason and the saving: what is missing is said, and the way there is shown. */
export function useMatchSaving(
  match: Match,
  chosen: Choice | undefined,
  onDecided: (decided: Match) => void,
): Saving {
  const reasonInput = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const { mutateAsync, isPending } = useDecideMatch(match.id);
  const save = async () => {
    if (isPending) return;
    if (chosen === undefined) return setProblem("Choose first: one of those here, or a new patient.");
    if (reason.trim() === "") {
      reasonInput.current?.focus();
      return setProblem("Say why: the reason stays with the decision.");
    }
    setProblem(null);
    try {
      onDecided(await mutateAsync(decisionOf(chosen, reason)));
    } catch (error) {
      setProblem(refusalWords(error));
    }
  };
  return { reasonInput, reason, setReason, problem, save, isSaving: isPending };
}

/** Digits and arrows choose, letters give the reason. */
export function useMatchKeys(
  dialog: RefObject<HTMLDivElement | null>,
  { choices, choose, move }: MatchChoosing,
  saving: Saving,
): void {
  const [down, up] = [() => move(1), () => move(-1)];
  const candidates = choices.filter((choice) => choice !== null);
  const byDigit = candidateCaps.map((cap, index) => [cap, () => choose(candidates[index])] as const);
  useShortcuts(
    {
      ...Object.fromEntries(byDigit),
      [newPatientCap]: () => choose(null),
      ...reasonKeys(saving, commonReasons),
      ArrowDown: down,
      ArrowRight: down,
      j: down,
      ArrowUp: up,
      ArrowLeft: up,
      k: up,
    },
    { layer: dialog },
  );
}
