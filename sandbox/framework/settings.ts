/** How the simulated vendors behave; every vendor takes what concerns it. */
import { z } from "zod";

export const settingsSchema = z.object({
  /** Generated patients of each vendor, besides those from files. */
  patients: z.coerce.number().int().min(0).max(2_000_000).default(1_200),
  /** The same seed gives the same patients. */
  seed: z.coerce.number().int().default(1),
  /** Life of an access token. */
  tokenLifetimeSeconds: z.coerce.number().int().positive().default(3_600),
  /** Least time between two bulk exports of one client and group; 0 allows any number. */
  exportMinIntervalSeconds: z.coerce.number().int().min(0).default(86_400),
  exportDurationMs: z.coerce.number().int().min(0).default(1_500),
  exportLinesPerFile: z.coerce.number().int().positive().default(10_000),
  /** How long the link to a next page leads somewhere. */
  pageSessionSeconds: z.coerce.number().int().positive().default(600),
  /** The limits of vendors that count calls, as a multiple of the true ones. */
  quotaScale: z.coerce.number().positive().default(1),
  /** Pause before an event that nobody took is sent again; it doubles each time. */
  eventRetryMs: z.coerce.number().int().positive().default(1_000),
});

export type SandboxSettings = z.output<typeof settingsSchema> & {
  /** Milliseconds since 1970; tests set it forward instead of waiting. */
  now: () => number;
};
