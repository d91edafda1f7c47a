/** Patients read one by one, each with what belongs to them: for when no export is to be had. */
import type { Entity, PullPage, PullRequest, ReadResult, RemoteItem } from "@/lib/connectors/contract";
import { concernsOneResource, itemError, PageDraft, readState, remoteItem, type TypedEntity } from "./items";
import { type SearchPage, searchPages } from "./search";
import type { FhirServer } from "./server";

export interface ChartReader {
  readonly server: FhirServer;
  readonly readPatient: (id: string) => Promise<ReadResult>;
  /** What belongs to a patient, and the search that finds it; where the vendor can say so, what changed since a time. */
  readonly searches: readonly (TypedEntity & {
    readonly query: (patientId: string, changedSince?: string) => string;
  })[];
  /** What charts point at and no patient owns, such as practitioners: each is read once in a run. */
  readonly directory: readonly TypedEntity[];
}

/** Charts read at the same time; their content is what memory holds. */
const atOnce = 5;
const idsAtOnce = 100;

/** What of a chart is wanted. */
export type ChartRequest = Pick<PullRequest, "entities" | "changedSince">;

/** A page with what has been read for it, and the members of the directory that the run has asked for. */
export interface ChartDraft {
  readonly draft: PageDraft;
  readonly known: Set<string>;
}

/** Takes in what a page of a search holds of one type, and answers it. */
export function addMatches(
  { entity, type }: TypedEntity,
  { matches, unreadable }: SearchPage,
  draft: PageDraft,
): RemoteItem[] {
  const items = matches
    .filter(({ resource }) => resource.resourceType === type)
    .map((match) => remoteItem(entity, match));
  for (const item of items) draft.add(item);
  for (let i = 0; i < unreadable; i++) draft.addError(unreadableEntry(entity));
  return items;
}

async function addSearch(
  { server }: ChartReader,
  typed: TypedEntity,
  query: string,
  { draft }: ChartDraft,
): Promise<RemoteItem[]> {
  const { entity } = typed;
  const found: RemoteItem[] = [];
  try {
    for await (const page of searchPages(server, query)) found.push(...addMatches(typed, page, draft));
  } catch (error) {
    if (!concernsOneResource(error)) throw error;
    draft.addError(itemError(entity, error));
  }
  return found;
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

const referencePattern = /"reference"\s*:\s*"(?:[^"]*\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-._]+)/g;

/** What `items` point at in the directory and the run has not asked for. */
function unknownMembers(
  directory: readonly TypedEntity[],
  items: readonly RemoteItem[],
  known: Set<string>,
): { typed: TypedEntity; id: string }[] {
  const members: { typed: TypedEntity; id: string }[] = [];
  for (const { text } of items) {
    for (const [, type, id = ""] of text.matchAll(referencePattern)) {
      const typed = directory.find((one) => one.type === type);
      if (!typed || known.has(`${type}/${id}`)) continue;
      known.add(`${type}/${id}`);
      members.push({ typed, id });
    }
  }
  return members;
}

/** Reads what `items` point at in the directory, each once in a run. */
export async function addDirectory(
  { server, directory }: Pick<ChartReader, "server" | "directory">,
  entities: readonly Entity[],
  items: readonly RemoteItem[],
  { draft, known }: ChartDraft,
): Promise<void> {
  const wanted = directory.filter(({ entity }) => entities.includes(entity));
  for (const { typed, id } of unknownMembers(wanted, items, known)) {
    draft.addState(typed.entity, await readState(server, typed, id));
  }
}

/** Reads one patient, what belongs to them and whom that names; nothing more when the patient is gone. */
export async function addChart(
  reader: ChartReader,
  id: string,
  { entities, changedSince }: ChartRequest,
  draft: PageDraft,
  known: Set<string> = new Set(),
): Promise<void> {
  if (entities.includes("patients")) {
    const state = await reader.readPatient(id);
    draft.addState("patients", state);
    if (state.state !== "found") return;
  }
  for (const search of reader.searches) {
    if (!entities.includes(search.entity)) continue;
    const items = await addSearch(reader, search, search.query(id, changedSince), { draft, known });
    await addDirectory(reader, entities, items, { draft, known });
  }
}

/** Refreshes the patients already known, in the order of their ids, from the one after `after` on. */
export async function* knownCharts(
  reader: ChartReader,
  request: PullRequest,
  after: string | null,
): AsyncGenerator<Omit<PullPage, "cursor"> & { after: string | null; isLast: boolean }> {
  const draft = new PageDraft();
  const known = new Set<string>();
  let last = after;
  for (;;) {
    const ids = await request.knownRemoteIds("patients", last, idsAtOnce);
    for (let start = 0; start < ids.length; start += atOnce) {
      const group = ids.slice(start, start + atOnce);
      await Promise.all(group.map((id) => addChart(reader, id, request, draft, known)));
      last = group.at(-1) ?? last;
      if (!draft.isFull(request.pageSize)) continue;
      yield { ...draft.take(), after: last, isLast: false };
      draft.resume();
    }
    if (ids.length < idsAtOnce) break;
  }
  yield { ...draft.take(), after: last, isLast: true };
}
