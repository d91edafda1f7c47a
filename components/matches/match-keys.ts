/** The keys of the dialog about matches. */
import type { CommonReason } from "@/components/deciding/decision-foot";
import { finishKeys, type KeyGroup, moveKeys } from "@/components/deciding/key-groups";

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
  moveKeys("match"),
  finishKeys(commonReasons),
];
