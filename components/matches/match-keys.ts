/** The keys of the dialog about matches. */
import type { CommonReason } from "@/components/deciding/decision-foot";
import type { KeyGroup } from "@/components/deciding/keys-help";

/** The digits choose people, so reasons go by letters. */
export const commonReasons: readonly CommonReason[] = [
  { cap: "C", words: "Confirmed with the patient" },
  { cap: "I", words: "Identity card seen" },
];

/** More candidates than digits are reached by the arrows. */
export const candidateCaps: readonly string[] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

export const newPatientCap = "0";

export const matchKeyGroups: readonly KeyGroup[] = [
  {
    heading: "Say who it is",
    lines: [
      { keys: ["1", "9"], does: "Same person as the first to ninth" },
      { keys: [newPatientCap], does: "New patient" },
      { keys: ["J", "↓", "→"], does: "Next choice" },
      { keys: ["K", "↑", "←"], does: "Choice before" },
    ],
  },
  {
    heading: "Move",
    lines: [
      { keys: ["N"], does: "Next match" },
      { keys: ["P"], does: "Match before" },
      { keys: ["Esc"], does: "Leave what is typed, then close" },
    ],
  },
  {
    heading: "Finish",
    lines: [
      { keys: ["R"], does: "Write the reason" },
      ...commonReasons.map(({ cap, words }) => ({ keys: [cap], does: words })),
      { keys: ["mod", "enter"], does: "Save and open the next" },
    ],
  },
];
