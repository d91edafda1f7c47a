"use client";

import type { RefObject } from "react";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import { commonReasons } from "./decision-foot";
import { strategyChoices } from "./strategies";
import type { Deciding } from "./use-deciding";
import type { Saving } from "./use-saving";

/** Moves the focus to the row of a field, so that it is read out and in sight. */
function focusField(dialog: Element | null, path: string): void {
  const row = dialog?.querySelector<HTMLElement>(`tbody[data-field="${CSS.escape(path)}"] tr`);
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

/** The keys that settle fields: each strategy has one, and with Shift it settles all. */
export function useDecidingKeys(
  dialog: RefObject<HTMLElement | null>,
  { fields, current, goTo, choose, chooseAll }: Deciding,
  { reasonInput, setReason }: Saving,
): void {
  const move = (step: 1 | -1) => {
    const next = current && fields[fields.indexOf(current) + step];
    if (!next) return;
    goTo(next.path);
    focusField(dialog.current, next.path);
  };
  const [down, up] = [() => move(1), () => move(-1)];
  const byStrategy = strategyChoices.map(({ id, key }) => {
    const act = ({ shiftKey }: KeyboardEvent) => {
      if (shiftKey && id !== "MANUAL") chooseAll(id);
      else if (current) choose(current, id);
    };
    return [key, act] as const;
  });
  const byReason = commonReasons.map((words, index) => [String(index + 1), () => setReason(words)] as const);
  useShortcuts(
    {
      ...Object.fromEntries(byStrategy),
      ...Object.fromEntries(byReason),
      ArrowDown: down,
      j: down,
      ArrowUp: up,
      k: up,
      r: () => reasonInput.current?.focus(),
    },
    { layer: dialog },
  );
}
