"use client";

import { useState } from "react";
import { useWatch } from "react-hook-form";
import { useDebounced } from "@/components/shell/use-debounced";
import type { ChannelTestResult } from "@/lib/channels/schema";
import { type FieldsProps, planOf } from "./channel-form";
import { type Candidate, useCandidates } from "./use-candidates";
import { complaintOf, placeComplaints } from "./use-channel-form";
import { useChannelCalls } from "./use-channels";

const afterTypingMs = 500;

type Outcome = { results: readonly ChannelTestResult[]; plan: string };

/** Tests filter and mapping, as they are typed, on stored messages. `named` is one that is to be among them. */
export function useTest({
  form,
  channelId,
  named,
}: FieldsProps & { channelId: string; named: string | null }) {
  const { test } = useChannelCalls();
  const [source, filter, to, rules] = useWatch({
    control: form.control,
    name: ["source", "filter", "to", "rules"],
  });
  const candidates = useCandidates(channelId, useDebounced(source, afterTypingMs));
  const [added, setAdded] = useState<readonly string[]>(named ? [named] : []);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isTesting, setTesting] = useState(false);
  const plan = planOf({ filter, to, rules });
  const messages = withAdded(candidates.data ?? [], added);
  const chosen = messages.filter(({ id }) => !left.has(id));
  const run = async () => {
    setProblem(null);
    if (!(await form.trigger(["filter", "to", "rules"]))) return setProblem("Correct what is marked first.");
    setTesting(true);
    try {
      const results = await test(channelId, { messageIds: chosen.map(({ id }) => id), definition: plan });
      setOutcome({ results, plan: JSON.stringify(plan) });
    } catch (error) {
      placeComplaints(form, error);
      setProblem(complaintOf(error));
    } finally {
      setTesting(false);
    }
  };
  return {
    candidates,
    messages,
    chosen,
    isChosen: (id: string) => !left.has(id),
    toggle: (id: string) => setLeft(left.symmetricDifference(new Set([id]))),
    add: (id: string) => setAdded([id, ...added.filter((each) => each !== id)]),
    resultOf: (id: string) => outcome?.results.find(({ messageId }) => messageId === id),
    /** Filter or mapping is another than what was tested. */
    isBehind: outcome !== null && outcome.plan !== JSON.stringify(plan),
    problem,
    isTesting,
    run,
  };
}

export type Test = ReturnType<typeof useTest>;

/** A message as far as it is known. */
type Listed = Pick<Candidate, "id"> & Partial<Candidate>;

/** Those that were added by their ids stand first. */
function withAdded(candidates: readonly Candidate[], added: readonly string[]): Listed[] {
  const known = added.map((id) => candidates.find((each) => each.id === id) ?? { id });
  return [...known, ...candidates.filter(({ id }) => !added.includes(id))];
}
