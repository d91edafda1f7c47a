/** Resources in an order in which what is pointed at comes first. */
import type { ConvertedResource } from "./converted";

function* referencesIn(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    if (name === "reference" && typeof part === "string") yield part;
    else yield* referencesIn(part);
  }
}

/** By their references (`Patient/…`). Of what points at each other one has to come first: it is the one that did. */
export function inOrder(resources: ReadonlyMap<string, ConvertedResource>): ConvertedResource[] {
  const placed = new Set<string>();
  const ordered: ConvertedResource[] = [];
  const place = (reference: string) => {
    const one = resources.get(reference);
    if (!one || placed.has(reference)) return;
    placed.add(reference);
    for (const pointed of referencesIn(one.resource)) place(pointed);
    ordered.push(one);
  };
  for (const reference of resources.keys()) place(reference);
  return ordered;
}
