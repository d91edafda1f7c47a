/** What open screens are told of a record: never what it holds. */

interface RecordNewsOf {
  readonly id: string;
  readonly entity: string;
  readonly version: number;
  readonly deleted: boolean;
}

/** The realtime channel of an entity's records. */
export function recordChannel(entity: string): string {
  return `records:${entity}`;
}

/** RECORD_CHANGED of the realtime contract. */
export function recordNews({ id, entity, version, deleted }: RecordNewsOf) {
  const change = deleted ? "deleted" : version === 1 ? "created" : "updated";
  return { type: "RECORD_CHANGED", entity, recordId: id, version, change } as const;
}
