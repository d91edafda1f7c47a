import { Unknown } from "@/components/ui/fact-list";
import { Status } from "@/components/ui/status";
import { statusShape, statusText } from "./words";

/** The state of a record at its source, as shape and word. */
export function RecordStatus({ status }: { status: string | null }) {
  if (status === null) return <Unknown />;
  return <Status shape={statusShape(status)}>{statusText(status)}</Status>;
}
