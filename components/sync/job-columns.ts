import { outcomes } from "@/components/ui/outcomes";
import type { Column } from "@/components/ui/table";

const outcomeWidths = {
  added: "66px",
  changed: "74px",
  unchanged: "88px",
  deleted: "68px",
  conflicted: "76px",
} as const;

/** Beside all outcomes the names give way early, so that progress keeps the room for its words. */
const besideOutcomes = {
  system: "clamp(150px, 26.25vw - 164px, 214px)",
  records: "clamp(116px, 28.75vw - 238px, 176px)",
} as const;

/** Where only the conflicts are left of the outcomes. */
const besideConflicts = {
  system: "clamp(150px, 20.9vw, 214px)",
  records: "clamp(116px, 15.4vw, 158px)",
} as const;

/** The columns of the job table; the outcomes' heads are the legend of lanes and chart. */
export function jobColumns(isWide: boolean): readonly Column[] {
  const widths = isWide ? besideOutcomes : besideConflicts;
  return [
    { id: "state", head: "State", width: "106px", phone: "state" },
    { id: "system", head: "System", width: widths.system, phone: "name", names: true },
    { id: "records", head: "Records", width: widths.records, phone: "detail" },
    { id: "progress", head: "Progress", phone: "wide" },
    ...outcomes.map(({ key, label }) => ({
      id: key,
      head: label,
      outcome: key,
      width: outcomeWidths[key],
      right: true,
      secondary: key !== "conflicted",
    })),
    { id: "started", head: "Started", width: "60px", right: true, phone: "time" },
    { id: "actions", head: "Actions", headHidden: true, width: "80px" },
  ];
}
