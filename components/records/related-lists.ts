/** Which records belong to one: those that point to it. Pure. */
import type { RecordEntity } from "@/lib/records/schema";
import type { RelatedList } from "./kinds/record-kind";
import { pointingFiltersOf } from "./record-filters";
import { groupedEntities } from "./record-nouns";

/** What can be found by pointing to this record, in the order of the groups. */
export function listsPointingTo(entity: RecordEntity, id: string): RelatedList[] {
  return groupedEntities.flatMap((other) =>
    pointingFiltersOf(other)
      .filter(({ target }) => target === entity)
      .map(({ name }) => ({ entity: other, filters: { [name]: id } })),
  );
}
