/** The list, or nothing instead of an empty one: FHIR knows no empty lists. */
export function filled<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length > 0 ? list : undefined;
}
