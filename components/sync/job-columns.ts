import { outcomes } from "@/components/ui/outcomes";
import type { Column } from "@/components/ui/table";

const outcomeWidths = {
  added: "70px",
  changed: "74px",
  unchanged: "88px",
  deleted: "70px",
  conflicted: "80px",
} as const;

/** The columns of the job table; the outcomes' heads are the legend of lanes and chart. */
export const jobColumns: readonly Column[] = [
  { id: "state", head: "State", width: "112px", phone: "state" },
  { id: "system", head: "System", width: "clamp(150px, 20.9vw, 214px)", phone: "name", names: true },
  { id: "records", head: "Records", width: "clamp(116px, 15.4vw, 158px)", phone: "detail" },
  { id: "progress", head: "Progress", phone: "wide" },
  ...outcomes.map(({ key, label }) => ({
    id: key,
    head: label,
    outcome: key,
    width: outcomeWidths[key],
    right: true,
    secondary: key !== "conflicted",
  })),
  { id: "started", head: "Started", width: "64px", right: true, phone: "time" },
  { id: "actions", head: "Actions", headHidden: true, width: "84px" },
];
