import type { Column } from "@/components/ui/table";

const choice: Column = { id: "choice", head: "Choose", headHidden: true, width: "44px" };
const record: Column = { id: "record", head: "Record", names: true, phone: "name" };
const field: Column = { id: "field", head: "Field", width: "14%", phone: "detail" };
const system: Column = { id: "system", head: "Other system", width: "16%", secondary: true };

/** Of open conflicts: what stands here and there, so that many are understood without opening them. */
export const openColumns: readonly Column[] = [
  { id: "severity", head: "Severity", width: "96px", phone: "state" },
  record,
  field,
  { id: "local", head: "In Carelane", width: "15%", secondary: true },
  { id: "remote", head: "There", width: "15%", secondary: true },
  system,
  { id: "age", head: "Found", width: "102px", right: true, phone: "time" },
];

/** The same with boxes to choose several. */
export const choosableColumns: readonly Column[] = [choice, ...openColumns];

/** Of settled conflicts: what became of them. */
export const settledColumns: readonly Column[] = [
  { id: "state", head: "State", width: "132px", phone: "state" },
  record,
  field,
  { id: "taken", head: "Taken from", width: "16%", secondary: true },
  { id: "by", head: "Decided by", width: "15%", secondary: true },
  system,
  { id: "age", head: "Decided", width: "102px", right: true, phone: "time" },
];
