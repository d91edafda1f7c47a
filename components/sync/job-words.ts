/** Sync jobs in the words of people: systems, records, directions. */
import { formatExact } from "@/components/ui/format";
import { remapType, type SyncJob } from "@/lib/sync/schema";

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

/** A job that reads what is kept by a changed mapping. */
export function isRemap({ type }: SyncJob): boolean {
  return type === remapType;
}

/** What is worth saying beside the records in a row: a full run, both ways, and what nothing was pulled for. */
export function manner(job: SyncJob): string | null {
  const { mode, direction } = job;
  if (isRemap(job)) return "remapped";
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

/** "Observations, in, incremental. Started 17 Nov 2026, 10:41:01 EST by schedule". */
export function jobLine(job: SyncJob): string {
  const { direction, mode, startedAt, createdAt, trigger } = job;
  const how = isRemap(job)
    ? "mapped anew"
    : `${directionWords[direction].toLowerCase()}, ${mode.toLowerCase()}`;
  const what = `${recordsOf(job)}, ${how}`;
  const moment = formatExact(new Date(startedAt ?? createdAt));
  return `${what}. ${startedAt ? "Started" : "Asked for"} ${moment} ${triggers[trigger]}`;
}
