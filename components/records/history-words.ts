/** Values of a record's history as people read them. Pure. */
import type { RecordVersion } from "@/lib/records/view";

/** A value, the records it points to by name where its reader may see them. */
export function historyWords(value: unknown, labels: RecordVersion["labels"]): string {
  if (value === null || value === undefined) return "nothing";
  if (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item !== "object" || item === null)
  ) {
    return value.map((item) => historyWords(item, labels)).join(", ");
  }
  if (typeof value === "string") return labels[value] ?? value;
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "string" ? (labels[part] ?? part) : part,
  );
}
