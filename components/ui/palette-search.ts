import type { LucideIcon } from "lucide-react";
import type { Tone } from "./badge";

export type PaletteItem = {
  /** Unique in the palette. */
  id: string;
  icon: LucideIcon;
  label: string;
  detail?: string;
  badge?: { tone: Tone; text: string };
  keys?: readonly string[];
} & ({ href: string } | { onSelect: () => void });

export type PaletteGroup = {
  heading: string;
  items: readonly PaletteItem[];
  /** Already filtered by the server for the typed text, so shown as it came. */
  isAnswer?: boolean;
};

function wordsOf(query: string): string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

/** Groups that still have something to show: every typed word occurs in the label or the detail. */
export function matchingGroups(groups: readonly PaletteGroup[], query: string): PaletteGroup[] {
  const words = wordsOf(query);
  const matches = ({ label, detail = "" }: PaletteItem) => {
    const text = `${label} ${detail}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return groups
    .map((group) => (group.isAnswer ? group : { ...group, items: group.items.filter(matches) }))
    .filter(({ items }) => items.length > 0);
}

export type TextRun = { text: string; matched: boolean };

/** The label cut into runs, those that were typed marked. */
export function matchedRuns(label: string, query: string): TextRun[] {
  const words = wordsOf(query).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (words.length === 0) return [{ text: label, matched: false }];
  return label
    .split(new RegExp(`(${words.join("|")})`, "gi"))
    .map((text, index) => ({ text, matched: index % 2 === 1 }))
    .filter(({ text }) => text !== "");
}
