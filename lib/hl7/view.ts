/** What screens need to show a written message; safe to import in the browser. */
import type { Dictionary } from "./dictionary";

export { type Delimiters, readDelimiters } from "./delimiters";
export type { Dictionary, PartDescription } from "./dictionary";

/** The words of a version, read when they are first asked for: they are large. */
export async function loadDictionary(version: string | undefined): Promise<Dictionary> {
  const { dictionaryOf } = await import("./dictionary");
  return dictionaryOf(version);
}
