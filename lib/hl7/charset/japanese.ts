/**
 * ISO 2022 with the sets of Japanese (RFC 1468 and 2237), seven bits to a byte: escape sequences say which set the bytes
 * after them are of. EUC-JP has the same sets in eight bits, and is what they are translated to and from.
 */
import iconv from "iconv-lite";

const switchSets = 0x1b;

interface CharacterSet {
  readonly sequence: string;
  /** What EUC-JP begins each letter with. */
  readonly prefix: readonly number[];
  /** Bytes of a letter. */
  readonly width: 1 | 2;
}

const ascii: CharacterSet = { sequence: "(B", prefix: [], width: 1 };
const katakana: CharacterSet = { sequence: "(I", prefix: [0x8e], width: 1 };
const kanji: CharacterSet = { sequence: "$B", prefix: [], width: 2 };
const furtherKanji: CharacterSet = { sequence: "$(D", prefix: [0x8f], width: 2 };
const sets = [ascii, katakana, kanji, furtherKanji] as const;

/** The set that begins after an escape; undefined for one that is not among them. */
function setAt(bytes: Uint8Array, at: number): CharacterSet | undefined {
  const next = String.fromCharCode(...bytes.subarray(at, at + 3));
  return sets.find(({ sequence }) => next.startsWith(sequence));
}

function toEuc(bytes: Uint8Array): Uint8Array | undefined {
  const euc: number[] = [];
  let set: CharacterSet = ascii;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) return undefined;
    if (byte === switchSets) {
      const next = setAt(bytes, at + 1);
      if (!next) return undefined;
      set = next;
      at += 1 + next.sequence.length;
    } else if (set === ascii || byte < 0x21) {
      euc.push(byte);
      at += 1;
    } else {
      const letter = [...bytes.subarray(at, at + set.width)].map((one) => one | 0x80);
      euc.push(...set.prefix, ...letter);
      at += set.width;
    }
  }
  return Uint8Array.from(euc);
}

/** The set that a letter of EUC-JP is of, by the byte it begins with. */
function setOf(byte: number): CharacterSet {
  if (byte < 0x80) return ascii;
  if (byte === 0x8e) return katakana;
  return byte === 0x8f ? furtherKanji : kanji;
}

function fromEuc(euc: Uint8Array): Buffer {
  const bytes: number[] = [];
  let current: CharacterSet = ascii;
  const change = (set: CharacterSet) => {
    if (set !== current) bytes.push(switchSets, ...Buffer.from(set.sequence, "latin1"));
    current = set;
  };
  for (let at = 0; at < euc.length; ) {
    const set = setOf(euc[at] ?? 0);
    change(set);
    const start = at + set.prefix.length;
    at = start + set.width;
    bytes.push(...[...euc.subarray(start, at)].map((byte) => byte & 0x7f));
  }
  change(ascii);
  return Buffer.from(bytes);
}

/** Undefined for bytes that are not of these sets. */
export function decodeJapanese(bytes: Uint8Array): string | undefined {
  const euc = toEuc(bytes);
  return euc && iconv.decode(euc, "euc-jp");
}

export function encodeJapanese(text: string): Buffer {
  return fromEuc(iconv.encode(text, "euc-jp"));
}
