/** The keys of the conflict dialog, as its help names them. */
import { finishKeys, type KeyGroup, moveKeys } from "@/components/deciding/key-groups";
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
  moveKeys("conflict", [
    { keys: ["J", "↓"], does: "Next field" },
    { keys: ["K", "↑"], does: "Field before" },
  ]),
  finishKeys(commonReasons, [
    { keys: ["U"], does: "Take the last decision back" },
    { keys: ["V"], does: "Values as they are kept" },
  ]),
];
