/** The keys of the conflict dialog, as its help names them. */
import type { KeyGroup } from "@/components/deciding/keys-help";
import { commonReasons } from "./common-reasons";
import { strategyChoices } from "./strategies";

export const conflictKeyGroups: readonly KeyGroup[] = [
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
      ...commonReasons.map(({ cap, words }) => ({ keys: [cap], does: words })),
      { keys: ["mod", "enter"], does: "Save and open the next" },
      { keys: ["U"], does: "Take the last decision back" },
      { keys: ["V"], does: "Values as they are kept" },
    ],
  },
];
