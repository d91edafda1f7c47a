import { formatClock } from "@/components/ui/format";

/** "10:38:02.125": where milliseconds tell what came first. */
export function clockWithMs(at: Date, timeZone?: string): string {
  return `${formatClock(at, timeZone)}.${String(at.getUTCMilliseconds()).padStart(3, "0")}`;
}
