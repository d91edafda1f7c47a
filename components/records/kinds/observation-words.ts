import type { ObservationComponent, ObservationData, ReferenceRange } from "@/lib/records/schema";
import { codedText } from "../words";

type Measured = Pick<ObservationComponent, "value" | "unit" | "absentReason">;

/** "5.4 mmol/L", "Positive", "Yes"; without a value the reason why there is none. */
export function valueText({ value, unit, absentReason }: Measured): string | null {
  if (value === null) return absentReason ? codedText(absentReason) : null;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "object") return codedText(value);
  return unit ? `${value} ${unit}` : String(value);
}

/** The value in a list: of a panel without one of its own, the values of its parts. */
export function valueInLists(observation: ObservationData): string | null {
  const own = valueText(observation);
  if (own !== null || observation.components.length === 0) return own;
  return observation.components.map((part) => valueText(part) ?? "–").join(" / ");
}

/** "3.5 to 5.1 mmol/L", "up to 5.1", or the laboratory's own words. */
export function rangeText({ low, high, unit, text }: ReferenceRange): string | null {
  if (low === null && high === null) return text;
  const bounds = low === null ? `up to ${high}` : high === null ? `from ${low}` : `${low} to ${high}`;
  return unit ? `${bounds} ${unit}` : bounds;
}
