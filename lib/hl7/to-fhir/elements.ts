/** FHIR elements without what is empty: FHIR has no empty strings, lists or objects (R4 json.html#null). */

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** The members that say something; undefined when none does. */
export function element<Element extends object>(members: Element): Element | undefined {
  const full = { ...members };
  for (const name in full) if (isEmpty(full[name])) delete full[name];
  return isEmpty(full) ? undefined : full;
}

/** The entries that say something; undefined when none does. */
export function entries<Entry>(list: readonly (Entry | undefined)[]): Entry[] | undefined {
  const full = list.filter((entry) => entry !== undefined);
  return full.length === 0 ? undefined : full;
}
