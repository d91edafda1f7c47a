"use client";

import { useRef } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Keys } from "@/components/ui/keys";
import { commonReasons } from "./decision-foot";
import { strategyChoices } from "./strategies";

type KeyLine = { keys: readonly string[]; does: string };

const groups: readonly { heading: string; lines: readonly KeyLine[] }[] = [
  {
    heading: "Settle the current field",
    lines: strategyChoices.map(({ cap, label }) => ({ keys: [cap], does: label("the other system") })),
  },
  {
    heading: "Settle all fields",
    lines: strategyChoices
      .filter(({ id }) => id !== "MANUAL")
      .map(({ cap, label }) => ({ keys: ["Shift", cap], does: label("the other system") })),
  },
  {
    heading: "Move",
    lines: [
      { keys: ["J", "↓"], does: "Next field" },
      { keys: ["K", "↑"], does: "Field before" },
      { keys: ["N"], does: "Next conflict" },
      { keys: ["P"], does: "Conflict before" },
      { keys: ["Esc"], does: "Leave what is typed, then close" },
    ],
  },
  {
    heading: "Finish",
    lines: [
      { keys: ["R"], does: "Write the reason" },
      ...commonReasons.map((words, index) => ({ keys: [String(index + 1)], does: words })),
      { keys: ["mod", "enter"], does: "Save and open the next" },
      { keys: ["U"], does: "Take the last decision back" },
      { keys: ["V"], does: "Values as they are kept" },
    ],
  },
];

/** All keys of the conflict dialog. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDivElement>(null);
  return (
    <Dialog open ref={dialog} onOpenChange={onClose} title="Keys">
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        {groups.map(({ heading, lines }) => (
          <section key={heading}>
            <h3 className="mb-1 font-semibold text-xs">{heading}</h3>
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1">
              {lines.map(({ keys, does }) => (
                <div key={does} className="contents">
                  <dt>
                    <Keys keys={keys} />
                    <span className="sr-only">{keys.join(" ")}</span>
                  </dt>
                  <dd className="text-ink-2">{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
