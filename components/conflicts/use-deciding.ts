"use client";

import { useState } from "react";
import type { Conflict, ConflictField, Strategy } from "@/lib/conflicts/schema";
import { changesSince } from "./changes-since";
import {
  type Decisions,
  decide,
  decideAll,
  decisionsThatStand,
  fieldsToDecide,
  suggestedDecisions,
  valueToSave,
} from "./decisions";
import { draftOf, readTyped } from "./typed-value";

/** What is typed for a field, and why it cannot be taken yet. */
export type TypedDraft = { readonly draft: unknown; readonly error: string | null };

function without(decisions: Decisions, path: string): Decisions {
  return Object.fromEntries(Object.entries(decisions).filter(([known]) => known !== path));
}

/**
 * The decisions about what is shown. When either side changes meanwhile, the new values are shown at once; what was
 * decided about values that are still the same stands, and `news` says what changed.
 */
function useDecisions(conflict: Conflict, system: string) {
  const [shown, setShown] = useState(conflict);
  const [decisions, setDecisions] = useState<Decisions>(() => suggestedDecisions(conflict));
  const [news, setNews] = useState<readonly string[]>([]);
  if (conflict.detectedVersion !== shown.detectedVersion) {
    setShown(conflict);
    setDecisions(decisionsThatStand(shown, conflict, decisions));
    setNews(changesSince(shown, conflict, system));
  }
  return { decisions, setDecisions, news };
}

export type Deciding = ReturnType<typeof useDeciding>;

/** What a person decides about an open conflict, field by field, until it is saved. */
export function useDeciding(conflict: Conflict, system: string) {
  const fields = fieldsToDecide(conflict);
  const { decisions, setDecisions, news } = useDecisions(conflict, system);
  const [typed, setTyped] = useState<Readonly<Record<string, TypedDraft>>>({});
  const [typingPath, setTypingPath] = useState<string | null>(null);
  const [currentPath, setCurrentPath] = useState(fields[0]?.path);
  const type = (field: ConflictField, draft: unknown) => {
    const read = readTyped(conflict.entity, field.path, draft);
    setTyped((all) => ({ ...all, [field.path]: { draft, error: read.ok ? null : read.message } }));
    setDecisions((all) => {
      if (!read.ok) return without(all, field.path);
      return decide(all, conflict, field, { strategy: "MANUAL", value: read.value });
    });
  };
  const startTyping = (field: ConflictField) => {
    setCurrentPath(field.path);
    setTypingPath(field.path);
    const start = valueToSave(field, decisions[field.path]) ?? field.merged ?? field.local;
    type(field, typed[field.path]?.draft ?? draftOf(conflict.entity, field.path, start));
  };
  return {
    fields,
    current: fields.find(({ path }) => path === currentPath) ?? fields[0],
    goTo: setCurrentPath,
    decisions,
    news,
    typed,
    type,
    typingPath,
    stopTyping: () => setTypingPath(null),
    /** Chooses for one field; a value of one's own is asked for first. */
    choose: (field: ConflictField, strategy: Strategy) => {
      if (strategy === "MANUAL") return startTyping(field);
      setCurrentPath(field.path);
      setTypingPath(null);
      setDecisions((all) => decide(all, conflict, field, { strategy }));
    },
    chooseAll: (strategy: Strategy) => setDecisions((all) => decideAll(all, conflict, strategy)),
  };
}
