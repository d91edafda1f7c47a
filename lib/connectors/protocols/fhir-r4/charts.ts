/** Patients read one by one, each with what belongs to them: for when no export is to be had. */
import type { Entity, PullPage, PullRequest, ReadResult } from "@/lib/connectors/contract";
import { concernsOneResource, itemError, PageDraft, remoteItem, type TypedEntity } from "./items";
import { searchPages } from "./search";
import type { FhirServer } from "./server";

export interface ChartReader {
  readonly server: FhirServer;
  readonly readPatient: (id: string) => Promise<ReadResult>;
  /** What belongs to a patient, and the search that finds it. */
  readonly searches: readonly (TypedEntity & { readonly query: (patientId: string) => string })[];
}

/** Charts read at the same time; their content is what memory holds. */
const atOnce = 5;
const idsAtOnce = 100;

async function addSearch(
  { server }: ChartReader,
  { entity, query }: ChartReader["searches"][number],
  patientId: string,
  draft: PageDraft,
): Promise<void> {
  try {
    for await (const page of searchPages(server, query(patientId))) {
      for (const match of page.matches) draft.add(remoteItem(entity, match));
      for (let i = 0; i < page.unreadable; i++) draft.addError(unreadableEntry(entity));
    }
  } catch (error) {
    if (!concernsOneResource(error)) throw error;
    draft.addError(itemError(entity, error));
  }
}

function unreadableEntry(entity: Entity) {
  return {
    entity,
    stage: "parse",
    code: "entry_unreadable",
    title: "An entry of a search holds no resource",
    owner: "vendor",
    retryable: false,
  } as const;
}

/** Reads one patient and what belongs to them; nothing more when the patient is gone. */
export async function addChart(
  reader: ChartReader,
  id: string,
  entities: readonly Entity[],
  draft: PageDraft,
): Promise<void> {
  if (entities.includes("patients")) {
    const state = await reader.readPatient(id);
    draft.addState("patients", state);
    if (state.state !== "found") return;
  }
  for (const search of reader.searches) {
    if (entities.includes(search.entity)) await addSearch(reader, search, id, draft);
  }
}

/** Refreshes the patients already known, in the order of their ids, from the one after `after` on. */
export async function* knownCharts(
  reader: ChartReader,
  request: PullRequest,
  after: string | null,
): AsyncGenerator<Omit<PullPage, "cursor"> & { after: string | null; isLast: boolean }> {
  const draft = new PageDraft();
  let last = after;
  for (;;) {
    const ids = await request.knownRemoteIds("patients", last, idsAtOnce);
    for (let start = 0; start < ids.length; start += atOnce) {
      const group = ids.slice(start, start + atOnce);
      await Promise.all(group.map((id) => addChart(reader, id, request.entities, draft)));
      last = group.at(-1) ?? last;
      if (!draft.isFull(request.pageSize)) continue;
      yield { ...draft.take(), after: last, isLast: false };
      draft.resume();
    }
    if (ids.length < idsAtOnce) break;
  }
  yield { ...draft.take(), after: last, isLast: true };
}
