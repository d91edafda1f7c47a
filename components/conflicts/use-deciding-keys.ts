"use client";

import type { RefObject } from "react";
import { reasonKeys, type Saving } from "@/components/deciding/decision-foot";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import { commonReasons } from "./common-reasons";
import { strategyChoices } from "./strategies";
import type { Deciding } from "./use-deciding";

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
  saving: Saving,
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
  useShortcuts(
    {
      ...Object.fromEntries(byStrategy),
      ...reasonKeys(saving, commonReasons),
      ArrowDown: down,
      j: down,
      ArrowUp: up,
      k: up,
    },
    { layer: dialog },
  );
}
