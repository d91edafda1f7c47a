/** Why a worker cannot start, for the person who started it. */
import { isCarelaneError } from "@/lib/platform/errors";
import { createLogger } from "@/lib/platform/logger";

const log = createLogger("worker");

/** In words; what nobody can act on is logged. */
export function refusalOf(error: unknown): string {
  if (isCarelaneError(error)) return `${error.title}.\n${error.detail ?? ""}\n`;
  log.error("The worker cannot start", { error });
  return "The worker cannot start.\n";
}
