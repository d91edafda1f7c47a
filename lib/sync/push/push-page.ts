/** One page of changes: looked at, sent, and committed with all that came of it. */
import { recordAudits } from "@/lib/audit";
import { now } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import type { RecordEntity } from "@/lib/records";
import { syncErrors } from "../errors";
import { advanceCheckpoint, type JobCursor } from "../run/checkpoint";
import type { SyncRun } from "../run/sync-run";
import type { PhaseEnd, Slice } from "../slice";
import { markSending } from "./changes";
import { commitPushed, type PushedPage } from "./commit-push";
import { type ComposedUpdate, composeNew, composeUpdates } from "./compose";
import { filedElsewhere } from "./filed-elsewhere";
import { findCreated } from "./in-doubt";
import { type ChangedRecord, loadChanges } from "./load-changes";
import { type Linked, look, mapRemote } from "./look";
import { type Answer, type Parcel, sendParcels } from "./send";
import { stillOnItsWayMs } from "./sending-term";
import { composeTold, isOnlyTold, presumed, unheard } from "./told";
import { triage } from "./triage";

export interface ChangePage {
  readonly entity: RecordEntity;
  readonly ids: readonly string[];
  /** How many records the job will have handled, as far as is known. */
  readonly total?: number;
  /** The record before the page, and its last one. */
  readonly after: string | null;
  readonly last: string;
}

/** A page while its changes are dealt with. */
class PageDraft {
  readonly parcels: Parcel[] = [];
  readonly agreed: PushedPage["agreed"][number][] = [];
  readonly settled: ChangedRecord[] = [];
  readonly skipped: PushedPage["skipped"][number][] = [];
  readonly notOffered: PushedPage["notOffered"][number][] = [];
  readonly refused: PushedPage["refused"][number][] = [];
  readonly contested: Parcel[] = [];
  readonly unsent: ChangedRecord[] = [];
  /** Records that moved at the vendor: to be looked at once more. */
  readonly again: string[] = [];
  /** Records of which an earlier change is dealt with: the present one follows once that is agreed. */
  readonly earlier = new Set<string>();
  /** There was no time to send all of it: what is left is a page of its own. */
  isUnfinished = false;
  /** What keeps the run from going on. */
  failure: { readonly error: unknown } | undefined;

  get mustEnd(): boolean {
    return this.isUnfinished || this.failure !== undefined;
  }
}

/** A record that the vendor changes faster than we can write goes with the next run, or to a person. */
const mostRounds = 3;

/** Looks at the vendor's side of changed records, and composes what still fits to it. */
async function composeSeen(
  slice: Slice,
  linked: readonly Linked[],
  draft: PageDraft,
): Promise<ComposedUpdate[]> {
  const looks = await look(slice, linked);
  draft.refused.push(...looks.unreadable);
  const { changes, items, deleted } = looks.moved;
  if (changes.length > 0) {
    draft.again.push(...changes.map(({ recordId }) => recordId));
    await slice.takeIn({ items, deleted });
  }
  return composeUpdates(slice, looks.asAgreed);
}

/** Prepares what is to be sent of changed records. */
async function prepareUpdates(slice: Slice, linked: readonly Linked[], draft: PageDraft): Promise<void> {
  const told = linked.filter(({ change }) => isOnlyTold(slice.connector, change));
  const seen = linked.filter((one) => !told.includes(one));
  const composed = [...(await composeTold(slice, told)), ...(await composeSeen(slice, seen, draft))];
  for (const { change, link, remote, resource, fields, differs, error } of composed) {
    if (error) draft.refused.push({ change, error });
    else if (differs) draft.parcels.push({ change, resource, fields, target: { link, remote } });
    else
      draft.agreed.push({ change, item: { ...remote.item, resource }, side: remote, outcome: "unchanged" });
  }
}

/** The record as it was sent, where that may have reached the vendor and the vendor can be asked. */
function sentBefore(slice: Slice, change: ChangedRecord): ChangedRecord | undefined {
  const { sending, version } = change;
  if (!sending) return undefined;
  const mayBeAsked = slice.connector.entities[change.entity]?.alike !== undefined;
  return mayBeAsked || sending.version === version ? { ...change, ...sending } : undefined;
}

/** Looks for what an earlier create may have left at the vendor; false when it is not there and has to be sent. */
async function isFound(slice: Slice, sent: ChangedRecord, draft: PageDraft): Promise<boolean> {
  const found = await findCreated(slice, sent);
  if (found.kind === "unclear") draft.refused.push({ change: sent, error: found.error });
  if (found.kind === "there") {
    const { item } = found;
    const { sides } = await mapRemote(slice, [item]);
    draft.agreed.push({ change: sent, item, side: sides.get(item.remoteId), outcome: "added" });
  }
  return found.kind !== "not_there";
}

async function prepareNew(slice: Slice, changes: readonly ChangedRecord[], draft: PageDraft): Promise<void> {
  const unsent: ChangedRecord[] = [];
  for (const change of changes) {
    // What perhaps arrived of what nobody shows is told again: receivers know it by its number.
    const sent = isOnlyTold(slice.connector, change) ? undefined : sentBefore(slice, change);
    if (!sent || !(await isFound(slice, sent, draft))) unsent.push(change);
  }
  for (const { change, resource, error } of await composeNew(slice, unsent)) {
    if (error) draft.refused.push({ change, error });
    else draft.parcels.push({ change, resource, fields: Object.keys(change.data) });
  }
}

/** Nobody can tell whether it is there: its link makes its end be told. */
async function presumeThere(slice: Slice, change: ChangedRecord, draft: PageDraft): Promise<void> {
  const result = await presumed(slice, change);
  if ("error" in result) draft.refused.push({ change, error: result.error });
  else draft.agreed.push({ change: { ...change, ...change.sending }, item: result.item, outcome: "added" });
  draft.earlier.add(change.recordId);
}

/** What is found gets its link, by which it is a deletion like any other; what is not there is done with. */
async function seekDeleted(slice: Slice, changes: readonly ChangedRecord[], draft: PageDraft): Promise<void> {
  for (const change of changes) {
    if (isOnlyTold(slice.connector, change)) {
      await presumeThere(slice, change, draft);
      continue;
    }
    const sent = sentBefore(slice, change);
    if (!sent || !(await isFound(slice, sent, draft))) draft.settled.push(change);
  }
}

/** Sorts changes by what is to become of them, and prepares those that are to be sent. */
async function prepare(slice: Slice, changes: readonly ChangedRecord[], draft: PageDraft): Promise<void> {
  const updates: Linked[] = [];
  const creates: ChangedRecord[] = [];
  const sought: ChangedRecord[] = [];
  for (const change of changes) {
    const verdict = triage(slice.connector, change);
    if (verdict.kind === "settled") draft.settled.push(change);
    else if (verdict.kind === "skipped") draft.skipped.push({ change, error: verdict.error });
    else if (verdict.kind === "update") updates.push({ change, link: verdict.link });
    else if (verdict.kind === "create") creates.push(change);
    else if (verdict.kind === "sought") sought.push(change);
  }
  await seekDeleted(slice, sought, draft);
  await prepareNew(slice, creates, draft);
  await prepareUpdates(slice, updates, draft);
}

function sortAnswer(answer: Answer, isLastRound: boolean, draft: PageDraft): void {
  const { change } = answer.parcel;
  switch (answer.kind) {
    case "taken":
      return;
    case "refused":
      draft.refused.push({ change, error: answer.error });
      return;
    case "notOffered":
      draft.notOffered.push({ change, error: syncErrors.not_supported_by_vendor(answer.error) });
      return;
    case "stale":
      if (isLastRound) draft.contested.push(answer.parcel);
      else draft.again.push(change.recordId);
      return;
    case "unsent":
      draft.unsent.push(change);
      draft.failure ??= { error: answer.error };
      return;
    case "late":
      draft.unsent.push(change);
      draft.isUnfinished = true;
      return;
    case "unclear":
      draft.failure ??= { error: answer.error };
      return;
    default:
      answer satisfies never;
  }
}

function filedAsAnother() {
  return syncErrors.filed_as_another({
    detail:
      "Both here are probably one. Compare them, bring together in one what they say, and delete the other.",
  });
}

/** That records leave us is kept, as when somebody reads them; before the send, for they may arrive unanswered. */
async function auditDisclosures(tx: Tx, run: SyncRun, records: readonly ChangedRecord[]): Promise<void> {
  const { organizationId, integrationId, jobId, changedBy } = run;
  const entries = records.map(({ entity, recordId, version }) => {
    return { action: "records.sent", entity, recordId, target: { integrationId, jobId, version } };
  });
  await recordAudits(tx, { ...changedBy, organizationId }, entries);
}

async function send(slice: Slice, cursor: JobCursor, isLastRound: boolean, draft: PageDraft): Promise<void> {
  const parcels = draft.parcels.splice(0);
  if (parcels.length === 0) return;
  const { connector, context, run } = slice;
  const markedAt = now();
  // Whoever lost the job to another worker finds out here, before anything leaves.
  slice.checkpoint = await withOrganization(run, async (tx) => {
    const checkpoint = await advanceCheckpoint(tx, run.jobId, slice.checkpoint, cursor);
    const records = parcels.map(({ change }) => change);
    await markSending(tx, run, records, markedAt);
    await auditDisclosures(tx, run, records);
    return checkpoint;
  });
  const answers = await sendParcels(connector, context, parcels, markedAt);
  const taken = answers.filter((answer) => answer.kind === "taken");
  const shown = taken.flatMap(({ item, parcel }) => (item.remoteId === parcel.change.recordId ? [] : [item]));
  const { sides } = await mapRemote(slice, shown);
  const elsewhere = await filedElsewhere(run, taken);
  for (const { parcel, item } of taken) {
    if (elsewhere.has(parcel)) {
      draft.refused.push({ change: parcel.change, error: filedAsAnother() });
      continue;
    }
    const { change, target } = parcel;
    const outcome = change.deleted ? "deleted" : target ? "changed" : "added";
    draft.agreed.push({ change, item, side: sides.get(item.remoteId), outcome });
  }
  for (const answer of answers) sortAnswer(answer, isLastRound, draft);
}

/**
 * What is perhaps on its way is left alone until it has arrived or cannot arrive any more, where no look at the vendor
 * tells before the next call.
 */
function onItsWayMs({ connector }: Slice, change: ChangedRecord): number {
  const { link, sending } = change;
  return sending && (link === null || isOnlyTold(connector, change)) ? stillOnItsWayMs(sending.at) : 0;
}

/** The changes of a page as they are to be dealt with in this round. */
async function changesOf(
  slice: Slice,
  entity: RecordEntity,
  ids: readonly string[],
  draft: PageDraft,
): Promise<readonly ChangedRecord[]> {
  const changes = await withOrganization(slice.run, (tx) => loadChanges(tx, slice.run, entity, ids));
  return changes.map((change) => {
    const earlier = isOnlyTold(slice.connector, change) ? unheard(change) : undefined;
    if (earlier) draft.earlier.add(change.recordId);
    return earlier ?? change;
  });
}

/** Pushes a page; undefined when the next may follow. Throws what keeps the vendor from taking anything. */
export async function pushPage(slice: Slice, page: ChangePage): Promise<PhaseEnd | undefined> {
  const started = performance.now();
  const { entity, after, last, total } = page;
  const before: JobCursor = { phase: "push", entity, after };
  const draft = new PageDraft();
  let ids = page.ids;
  for (let round = 1; round <= mostRounds && ids.length > 0 && !draft.mustEnd; round++) {
    const changes = await changesOf(slice, entity, ids, draft);
    const waitMs = Math.max(0, ...changes.map((change) => onItsWayMs(slice, change)));
    if (waitMs > 0) return { kind: "again", delayMs: waitMs };
    await prepare(slice, changes, draft);
    await send(slice, before, round === mostRounds, draft);
    ids = draft.again.splice(0);
  }
  if (draft.agreed.some(({ change }) => draft.earlier.has(change.recordId))) draft.isUnfinished = true;
  const { failure, mustEnd } = draft;
  const cursor: JobCursor = mustEnd ? before : { phase: "push", entity, after: last };
  const fetchMs = performance.now() - started;
  const wanted = await commitPushed(slice, { entity, total, ...draft, cursor, fetchMs });
  slice.tellScreens();
  if (failure) throw failure.error;
  if (wanted) return { kind: "stop", wanted };
  if (slice.isOver()) return { kind: "again" };
  return mustEnd ? { kind: "next" } : undefined;
}
