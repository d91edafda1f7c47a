/** Which other records the values of a conflict point at. Pure. */
import type { Conflict } from "@/lib/conflicts/schema";
import { isRecordEntity, mapReferences } from "@/lib/records/schema";

export type RecordReference = { readonly entity: string; readonly id: string };

/** Each record once, in the order of the fields. */
export function referencesIn({ entity, fields }: Pick<Conflict, "entity" | "fields">): RecordReference[] {
  const found = new Map<string, RecordReference>();
  if (!isRecordEntity(entity)) return [];
  for (const { path, base, local, remote } of fields) {
    for (const value of [base, local, remote]) {
      mapReferences(entity, { [path]: value }, (target, id) => {
        if (id !== null) found.set(id, { entity: target, id });
        return id;
      });
    }
  }
  return [...found.values()];
}
