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
 * The delimiters of a header segment (MSH, FHS or BHS), by what stands in its first two fields. Those it leaves out are
 * the usual ones, unless another use is made of them. Some senders double the escape character, as programmers do.
 */
export function readDelimiters(header: string): Delimiters {
  const field = header.charAt(3);
  const end = header.indexOf(field, 4);
  const declared = header.slice(4, end === -1 ? undefined : end);
  const characters = declared.replace(/^(..)(\\)\\/s, "$1$2");
  const taken = field + characters;
  const at = (index: number, usual: string) =>
    characters.charAt(index) || (taken.includes(usual) ? "" : usual);
  return {
    field,
    component: at(0, usualDelimiters.component),
    repetition: at(1, usualDelimiters.repetition),
    escape: at(2, usualDelimiters.escape),
    subcomponent: at(3, usualDelimiters.subcomponent),
    truncation: characters.charAt(4),
  };
}
