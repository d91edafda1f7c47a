/** Sync jobs in the words of people: systems, records, directions. */
import type { SyncJob } from "@/lib/sync/schema";

/** "medication_requests" → "Medication requests". */
export function entityWord(entity: string): string {
  const words = entity.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a job synchronises: everything, one kind of records, or one patient with what belongs to it. */
export function recordsOf({ type, entities, patientId }: SyncJob): string {
  if (type === "FULL_SYNC") return "All records";
  const [first, ...others] = entities;
  // A job for one type holds one kind of records, unless it follows a single patient.
  if (patientId || others.length > 0) return "One patient";
  return first ? entityWord(first) : "Records";
}

/** What is worth saying beside the records in a row: a full run, and both ways. */
export function manner({ mode, direction }: SyncJob): string | null {
  if (direction === "BIDIRECTIONAL") return "both ways";
  return mode === "FULL" ? "full" : null;
}

export const directionWords = { INBOUND: "In", OUTBOUND: "Out", BIDIRECTIONAL: "Both ways" } as const;

export type SystemName = { connector: string; site: string | null };

/** The connector's name, and the integration's without repeating it: "Epic" and "Lakeside Medical". */
export function systemName(connector: string, integrationName: string): SystemName {
  const repeats = integrationName.toLowerCase().startsWith(connector.toLowerCase());
  const site = repeats ? integrationName.slice(connector.length).replace(/^[\s,·:–-]+/, "") : integrationName;
  return { connector, site: site || null };
}

const triggers: Record<SyncJob["trigger"], string> = {
  manual: "by hand",
  schedule: "by schedule",
  webhook: "by a webhook",
  api: "through the API",
  retry: "as a retry",
  conflict: "by a decision on a conflict",
};

/** "Observations, in, incremental, by schedule". */
export function jobLine(job: SyncJob): string {
  const parts = [recordsOf(job), directionWords[job.direction], job.mode, triggers[job.trigger]];
  const [first, ...others] = parts;
  return [first, ...others.map((part) => part?.toLowerCase())].join(", ");
}
