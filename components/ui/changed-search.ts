/** An address with some of its values changed; null takes one out. */
export function changedSearch(search: string, changes: Readonly<Record<string, string | null>>): string {
  const address = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) address.set(name, value);
    else address.delete(name);
  }
  return address.size > 0 ? `?${address}` : "";
}
