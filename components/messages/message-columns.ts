import type { Column } from "@/components/ui/table";

/** All there is to say about a message in a line. */
export const wholeColumns: readonly Column[] = [
  { id: "state", head: "State", width: "136px", phone: "state" },
  { id: "type", head: "Type", width: "25%", names: true, phone: "name" },
  { id: "party", head: "System", phone: "detail" },
  { id: "controlId", head: "Control id", width: "17%" },
  { id: "ack", head: "Answer", width: "132px", secondary: true },
  { id: "flags", head: "Unusual", width: "150px", secondary: true },
  { id: "time", head: "Time", width: "92px", right: true, phone: "time" },
];

/** What fits beside an open message. */
export const besideColumns: readonly Column[] = [
  { id: "type", head: "Type", names: true, phone: "name" },
  { id: "party", head: "System", width: "34%", phone: "detail" },
  { id: "time", head: "Time", width: "88px", right: true, phone: "time" },
];
