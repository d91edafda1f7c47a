import { newId } from "@/lib/platform/ids";

/** A control id of ours: MSH-10 has room for twenty characters until 2.7. */
export function newControlId(): string {
  return newId().replaceAll("-", "").slice(-20).toUpperCase();
}
