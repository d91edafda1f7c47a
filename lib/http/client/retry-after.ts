import { nowMs } from "@/lib/platform/clock";

/**
 * The wait a Retry-After header asks for, in milliseconds: whole seconds or an HTTP date (RFC 9110, 10.2.3).
 * Undefined when there is none or it says nothing readable.
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1_000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs());
}
