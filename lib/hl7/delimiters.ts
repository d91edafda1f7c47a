/** The characters that divide a message, as its own header declares them (HL7 v2.8, chapter 2.5.4). */

export interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  /** Empty where the message has none: then nothing is escaped. */
  readonly escape: string;
  readonly subcomponent: string;
  /** Since 2.7; empty where it is not declared. */
  readonly truncation: string;
}

export const usualDelimiters: Delimiters = {
  field: "|",
  component: "^",
  repetition: "~",
  escape: "\\",
  subcomponent: "&",
  truncation: "",
};

/** What MSH-2 declares, as it is written there. */
export function encodingCharacters(delimiters: Delimiters): string {
  const { component, repetition, subcomponent, truncation } = delimiters;
  return component + repetition + delimiters.escape + subcomponent + truncation;
}

/**
 * Whether texts can be written with these: each has one meaning, and none is part of a word. What declares anything else
 * can be read as far as it goes, and is answered with the usual ones.
 */
export function canWrite(delimiters: Delimiters): boolean {
  const all = Object.values(delimiters).join("");
  const isDivided = delimiters.component !== "";
  return isDivided && new Set(all).size === all.length && !/[\p{L}\p{N}\s\p{C}"]/u.test(all);
}

const usualDeclaration = usualDelimiters.field + encodingCharacters(usualDelimiters) + usualDelimiters.field;

/** The nth declared character, or the usual one, unless another use is made of it. */
function declaredAt(declared: string, index: number, usual: string, field: string): string {
  return declared.charAt(index) || (declared.includes(usual) || field === usual ? "" : usual);
}

/**
 * The delimiters of a header segment (MSH, FHS or BHS), by what stands in its first two fields. Those it leaves out are
 * the usual ones, unless another use is made of them. Some senders double the escape character, as programmers do.
 */
export function readDelimiters(header: string): Delimiters {
  if (header.startsWith(usualDeclaration, 3)) return usualDelimiters;
  const field = header.charAt(3);
  const end = header.indexOf(field, 4);
  const declared = header.slice(4, end === -1 ? undefined : end).replace(/^(..)(\\)\\/s, "$1$2");
  return {
    field,
    component: declaredAt(declared, 0, usualDelimiters.component, field),
    repetition: declaredAt(declared, 1, usualDelimiters.repetition, field),
    escape: declaredAt(declared, 2, usualDelimiters.escape, field),
    subcomponent: declaredAt(declared, 3, usualDelimiters.subcomponent, field),
    truncation: declared.charAt(4),
  };
}
