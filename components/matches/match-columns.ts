import type { Column } from "@/components/ui/table";

const patient: Column = { id: "patient", head: "Patient there", names: true, phone: "name" };
const born: Column = { id: "born", head: "Born", width: "100px", secondary: true };
const system: Column = { id: "system", head: "Other system", width: "17%", secondary: true };

/** Of open matches: who it may be and what speaks for it. */
export const openColumns: readonly Column[] = [
  patient,
  born,
  { id: "candidate", head: "May be", width: "17%" },
  { id: "score", head: "Alike", width: "64px", right: true, phone: "state" },
  { id: "reasons", head: "Why", width: "25%", phone: "detail" },
  system,
  { id: "age", head: "Found", width: "102px", right: true, phone: "time" },
];

/** Of decided matches: what came of them. */
export const decidedColumns: readonly Column[] = [
  { id: "state", head: "Decided as", width: "132px", phone: "state" },
  patient,
  born,
  { id: "reason", head: "Reason", width: "22%", phone: "detail" },
  { id: "by", head: "Decided by", width: "15%", secondary: true },
  system,
  { id: "age", head: "Decided", width: "102px", right: true, phone: "time" },
];
