/** The keys of the dialogs that decide, as their help names them: what all of them share. */
import type { CommonReason } from "./decision-foot";

type KeyLine = { readonly keys: readonly string[]; readonly does: string };

export type KeyGroup = { readonly heading: string; readonly lines: readonly KeyLine[] };

/** How to get from one to the next, and out; `within` is how to move inside of one. */
export function moveKeys(noun: string, within: readonly KeyLine[] = []): KeyGroup {
  return {
    heading: "Move",
    lines: [
      ...within,
      { keys: ["N"], does: `Next ${noun}` },
      { keys: ["P"], does: `${noun.charAt(0).toUpperCase()}${noun.slice(1)} before` },
      { keys: ["Esc"], does: "Leave what is typed, then close" },
    ],
  };
}

/** How to say why, and to save. */
export function finishKeys(reasons: readonly CommonReason[], more: readonly KeyLine[] = []): KeyGroup {
  return {
    heading: "Finish",
    lines: [
      { keys: ["R"], does: "Write the reason" },
      ...reasons.map(({ cap, words }) => ({ keys: [cap], does: words })),
      { keys: ["mod", "enter"], does: "Save and open the next" },
      ...more,
    ],
  };
}
