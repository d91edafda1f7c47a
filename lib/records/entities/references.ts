/**
 * Which fields of a record hold ids of other records. A place is a path such as `patientId`, `performerIds[0]` or
 * `participants[2].practitionerId`; a pattern is a path with `[]` for every entry of a list. Pure.
 */
const patient = { patientId: "patients" } as const;
const visit = { ...patient, encounterId: "encounters" } as const;

/** By entity and pattern, the entity of the records pointed at. */
export const referenceFields = {
  patients: {},
  practitioners: {},
  observations: { ...patient, "performerIds[]": "practitioners" },
  conditions: { ...visit, recorderId: "practitioners", asserterId: "practitioners" },
  medications: {},
  medication_requests: { ...visit, requesterId: "practitioners", medicationId: "medications" },
  appointments: { ...patient, "participants[].practitionerId": "practitioners" },
  encounters: {
    ...patient,
    "appointmentIds[]": "appointments",
    "participants[].practitionerId": "practitioners",
  },
  diagnostic_reports: { ...visit, "performerIds[]": "practitioners", "resultIds[]": "observations" },
  documents: { ...patient, "encounterIds[]": "encounters", "authorIds[]": "practitioners" },
} as const;

type Entity = keyof typeof referenceFields;

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type MapId = (id: string | null, path: string) => string | null;

/** `parts` are keys, with "[]" for each entry of a list. */
function mapAt(value: unknown, parts: readonly string[], path: string, map: MapId): unknown {
  const [part, ...rest] = parts;
  if (part === undefined) return typeof value === "string" || value === null ? map(value, path) : value;
  if (part === "[]") {
    if (!Array.isArray(value)) return value;
    return value.map((item: unknown, at) => mapAt(item, rest, `${path}[${at}]`, map));
  }
  if (!isObject(value) || !Object.hasOwn(value, part)) return value;
  return { ...value, [part]: mapAt(value[part], rest, path ? `${path}.${part}` : part, map) };
}

interface ReferenceField {
  readonly parts: readonly string[];
  readonly target: Entity;
}

function fieldsOf(patterns: Readonly<Record<string, Entity>>): ReferenceField[] {
  return Object.entries(patterns).map(([pattern, target]) => ({
    parts: pattern.replaceAll("[]", ".[]").split("."),
    target,
  }));
}

const fieldsByEntity = new Map<string, readonly ReferenceField[]>(
  Object.entries(referenceFields).map(([entity, patterns]) => [entity, fieldsOf(patterns)]),
);

/**
 * `data` with what `map` gives for each place that may hold the id of another record; it is null where none
 * is known.
 */
export function mapReferences<Data extends object>(
  entity: Entity,
  data: Data,
  map: (target: Entity, id: string | null, path: string) => string | null,
): Data {
  let mapped: unknown = data;
  for (const { parts, target } of fieldsByEntity.get(entity) ?? []) {
    mapped = mapAt(mapped, parts, "", (id, path) => map(target, id, path));
  }
  // Ids gave way to ids and nothing else changed: the shape is still that of `data`.
  return mapped as Data;
}

/** The ids of the records that `data` points to, each once. */
export function referencedIds(entity: Entity, data: object): string[] {
  const ids = new Set<string>();
  mapReferences(entity, data, (_target, id) => {
    if (id) ids.add(id);
    return id;
  });
  return [...ids];
}

/**
 * `data` with `id` at `path`, where that place is still there and empty: who changed the list meanwhile has said
 * what belongs there.
 */
export function fillReference<Data extends object>(
  entity: Entity,
  data: Data,
  path: string,
  id: string,
): Data {
  return mapReferences(entity, data, (_target, known, at) => (at === path ? (known ?? id) : known));
}
