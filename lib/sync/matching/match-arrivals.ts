/** Pulled patients without a link, sorted: those who are somebody we have, those a person has to look at, new ones. */
import type { Tx } from "@/lib/platform/db";
import { patientSchema } from "@/lib/records/schema";
import type { ResolvedItem } from "../commit/references";
import { syncErrors } from "../errors";
import type { Intake, RecordError } from "../run/sync-run";
import { type Found, findCandidates } from "./find-candidates";

export interface MatchedItem {
  readonly resolved: ResolvedItem;
  readonly recordId: string;
}

export interface UncertainItem {
  readonly resolved: ResolvedItem;
  readonly candidates: readonly Found[];
}

export interface Arrivals {
  readonly create: readonly ResolvedItem[];
  readonly link: readonly MatchedItem[];
  readonly ask: readonly UncertainItem[];
}

/** The one candidate that is certain: by an identifier, else by all that is known of both. */
function certainOf(candidates: readonly Found[]): Found | undefined {
  for (const verdict of ["certain-identifier", "certain-score"]) {
    const certain = candidates.filter((candidate) => candidate.verdict === verdict);
    if (certain.length > 0) return certain.length === 1 ? certain[0] : undefined;
  }
  return undefined;
}

/** Two systems that bring one person at the same moment would each make a record: arrivals take turns. */
async function takeTurn(tx: Tx, { organizationId }: Intake): Promise<void> {
  await tx.execute("select pg_advisory_xact_lock(hashtextextended('patients:' || $1, 0))", [organizationId]);
}

/** Sorts arriving patients. Two of one page who would become the same record wait for a person, both. */
export async function matchArrivals(tx: Tx, run: Intake, fresh: readonly ResolvedItem[]): Promise<Arrivals> {
  if (fresh.length === 0) return { create: [], link: [], ask: [] };
  await takeTurn(tx, run);
  const patients = fresh.map(({ data }) => patientSchema.parse(data));
  const found = await findCandidates(tx, run, patients);
  const rows = fresh.map((resolved, n) => {
    const candidates = found[n] ?? [];
    return { resolved, candidates, certain: certainOf(candidates)?.recordId };
  });
  const claims = Map.groupBy(rows, ({ certain }) => certain);
  const arrivals: { create: ResolvedItem[]; link: MatchedItem[]; ask: UncertainItem[] } = {
    create: [],
    link: [],
    ask: [],
  };
  for (const { resolved, candidates, certain: recordId } of rows) {
    if (candidates.length === 0) arrivals.create.push(resolved);
    else if (recordId !== undefined && claims.get(recordId)?.length === 1)
      arrivals.link.push({ resolved, recordId });
    else arrivals.ask.push({ resolved, candidates });
  }
  return arrivals;
}

/** What the job says of a patient who waits. */
export function uncertainError({ resolved: { item } }: UncertainItem): RecordError {
  const { code, title, owner } = syncErrors.match_uncertain();
  const detail = "Decide under Conflicts, «Same person?», whether this is one you have.";
  return {
    entity: item.entity,
    remoteId: item.remoteId,
    stage: "match",
    code,
    title,
    detail,
    owner,
    retryable: true,
  };
}
