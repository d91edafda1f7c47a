/** Character sets as MSH-18 names them (table 0211), and as senders do who have not looked there. */

/** How bytes are read: a name that iconv-lite knows, or one of the two that are read here. */
export type Encoding = string;

export const utf8 = "utf-8";
export const iso2022Japanese = "iso-2022-jp";

/** The encodings that a name may stand for, the likeliest first. */
const known: Readonly<Record<string, readonly Encoding[]>> = {
  ASCII: ["ascii"],
  "US-ASCII": ["ascii"],
  "ISO IR6": ["ascii"],
  // JIS X 0201; Shift JIS holds it in the same bytes.
  "ISO IR14": ["shift_jis"],
  // JIS X 0208 and 0212 are switched to by escape sequences (ISO 2022); many who say so send something else.
  "ISO IR87": [iso2022Japanese, "shift_jis", "euc-jp"],
  "ISO IR159": [iso2022Japanese, "shift_jis", "euc-jp"],
  "GB 18030-2000": ["gb18030"],
  GB18030: ["gb18030"],
  "KS X 1001": ["cp949"],
  // Its own encodings are not in use any more; who names it sends Big5.
  "CNS 11643-1992": ["big5"],
  "BIG-5": ["big5"],
  BIG5: ["big5"],
  UNICODE: [utf8],
  "UNICODE UTF-8": [utf8],
  "UTF-8": [utf8],
  UTF8: [utf8],
  // Whoever can read this name reads one byte a letter: what is in UTF-16 or UTF-32 is known by how it begins.
  "UNICODE UTF-16": [utf8],
  "UNICODE UTF-32": [utf8],
  LATIN1: ["iso-8859-1"],
};

const families: readonly (readonly [name: RegExp, encoding: string])[] = [
  [/^(?:ISO[-_ ]?)?8859[-_/ ]([1-9]|1[0134-6])$/, "iso-8859-"],
  [/^(?:WINDOWS|CP)[-_ ]?(125[0-8])$/, "windows-"],
];

/** What is known by how it begins. */
const unnamed: readonly Encoding[] = ["utf-16le", "utf-16be", "utf-32le", "utf-32be"];
const named = new Set<Encoding>([...unnamed, ...Object.values(known).flat()]);
const numbered = /^(?:iso-8859-(?:[1-9]|1[0134-6])|windows-125[0-8])$/;

/** Whether messages may be in it: iconv-lite calls other things encodings as well, such as base64. */
export function isEncoding(name: string): boolean {
  return named.has(name) || numbered.test(name);
}

function encodingsOf(name: string): readonly Encoding[] | undefined {
  const capital = name.trim().toUpperCase();
  for (const [pattern, encoding] of families) {
    const [, number] = pattern.exec(capital) ?? [];
    if (number) return [`${encoding}${number}`];
  }
  return known[capital];
}

/**
 * The encodings that a message may be in by what its MSH-18 says: the usual one, and others that it switches to. Undefined
 * where a name says nothing to us.
 */
export function declaredEncodings(names: readonly string[]): Encoding[] | undefined {
  const found = names.filter((name) => name.trim() !== "").map(encodingsOf);
  if (found.length === 0 || found.includes(undefined)) return undefined;
  const all = found.flatMap((encodings) => encodings ?? []);
  // Its escape sequences would pass for ASCII.
  return all.includes(iso2022Japanese) ? [iso2022Japanese, ...all] : all;
}
