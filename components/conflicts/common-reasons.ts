import type { CommonReason } from "@/components/deciding/decision-foot";

/** Why people decide conflicts as they do, most often. */
export const commonReasons: readonly CommonReason[] = [
  { cap: "1", words: "Confirmed with the patient" },
  { cap: "2", words: "Identity card seen" },
  { cap: "3", words: "Typing error" },
];
