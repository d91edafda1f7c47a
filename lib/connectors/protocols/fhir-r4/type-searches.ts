/** A population read type by type, for vendors that answer searches which name no patient. */
import type { PullPage, PullRequest } from "@/lib/connectors/contract";
import { addDirectory, addMatches, type ChartReader } from "./charts";
import { PageDraft, type TypedEntity } from "./items";
import { searchPages } from "./search";

/** A search over all patients, narrowed to what changed since a time where one is given. */
export interface TypeSearch extends TypedEntity {
  readonly query: (changedSince?: string) => string;
}

/** Where the reading of the searches stands: in which, and on which of its pages. */
export interface SearchPlace {
  readonly search: number;
  readonly next?: string;
}

/**
 * Reads the searches from `place` on, with what their resources point at in the directory. Each page says where the
 * next begins; the last one has no place.
 */
export async function* typeSearchPages(
  { server, directory }: Pick<ChartReader, "server" | "directory">,
  searches: readonly TypeSearch[],
  place: SearchPlace,
  request: PullRequest,
): AsyncGenerator<Omit<PullPage, "cursor"> & { place: SearchPlace | null }> {
  const draft = new PageDraft();
  const known = new Set<string>();
  // What has a search of its own is not read once more where others point at it.
  const pointed = request.entities.filter((entity) => !searches.some((search) => search.entity === entity));
  for (const [index, search] of searches.entries()) {
    if (index < place.search || !request.entities.includes(search.entity)) continue;
    const from = index === place.search ? place.next : undefined;
    for await (const found of searchPages(server, search.query(request.changedSince), from)) {
      const items = addMatches(search, found, draft);
      await addDirectory({ server, directory }, pointed, items, { draft, known });
      if (!draft.isFull(request.pageSize)) continue;
      const { next } = found;
      yield { ...draft.take(), place: next ? { search: index, next } : { search: index + 1 } };
      draft.resume();
    }
  }
  yield { ...draft.take(), place: null };
}
