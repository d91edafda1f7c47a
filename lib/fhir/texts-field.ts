/** A list of plain texts, with what FHIR keeps beside it: the extensions of each in `_name`, at the same place. */
import { isSaidAbsent } from "./extension";
import type { Field, Has } from "./field";
import { writeEntries } from "./list-field";

interface TextPart {
  readonly text?: string | null;
  /** The id and extensions of this text. */
  readonly beside?: unknown;
}

function besides(element: object, key: string): readonly unknown[] {
  const found: unknown = Object.entries(element).find(([name]) => name === key)?.[1];
  return Array.isArray(found) ? found : [];
}

export function texts<Name extends string>(
  name: Name,
): Field<Has<Name, readonly (string | null)[]>, string[]> {
  return {
    read: (element) => element[name]?.flatMap((part: string | null) => part || []) ?? [],
    write: (element, value) => {
      const beside = besides(element, `_${name}`);
      const parts = (element[name] ?? []).map((text, at): TextPart => ({ text, beside: beside[at] ?? null }));
      const item = {
        read: ({ text }: TextPart) => text || null,
        write: (_part: TextPart, text: string): TextPart => ({ text, beside: null }),
        empty: {},
      };
      const isFirst = !parts.some(({ text }) => text);
      const known = isFirst ? parts.filter((part) => !isSaidAbsent(part.beside)) : parts;
      const written = writeEntries<TextPart, string>(item, known, value);
      const kept = written.some((part) => part.beside !== null);
      return {
        ...element,
        [name]: written.length > 0 ? written.map(({ text }) => text ?? null) : undefined,
        [`_${name}`]: kept ? written.map((part) => part.beside) : undefined,
      };
    },
  };
}
