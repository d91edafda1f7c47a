/**
 * Ids that look random, grow with their rank, and lead back to it: the nth record of millions is found, and a listing
 * in order of id begun anywhere, without an index. The leading characters carry the rank spread over their whole
 * range, the rest is noise that must fit.
 */
import { createHash } from "node:crypto";
import { Random } from "@/sandbox/framework/random";

/** The 64 characters of base64url in the order of their code points. */
const alphabet = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
const rankCharacters = 6;
const range = 64 ** rankCharacters;

export class OpaqueIds {
  readonly #stride: number;

  /** `stream` keeps the ids of two kinds of records apart; `length` counts all characters. */
  constructor(
    private readonly seed: number,
    private readonly stream: string,
    readonly count: number,
    private readonly length: number,
  ) {
    this.#stride = Math.floor(range / Math.max(count, 1));
  }

  at(rank: number): string {
    const noise = new Random(this.seed, this.stream, rank);
    let carried = rank * this.#stride + (noise.next() % this.#stride);
    let lead = "";
    for (let i = 0; i < rankCharacters; i++) {
      lead = (alphabet[carried % 64] ?? "") + lead;
      carried = Math.floor(carried / 64);
    }
    let tail = "";
    while (tail.length < this.length - rankCharacters - 2) {
      const bits = noise.next();
      for (let shift = 0; shift < 30; shift += 6) tail += alphabet[(bits >>> shift) & 63] ?? "";
    }
    return `e${lead}${tail.slice(0, this.length - rankCharacters - 2)}3`;
  }

  /** The rank behind an id, or undefined when the id is none of these. */
  rankOf(id: string): number | undefined {
    let carried = 0;
    for (const character of id.slice(1, 1 + rankCharacters))
      carried = carried * 64 + alphabet.indexOf(character);
    const rank = Math.floor(carried / this.#stride);
    return rank >= 0 && rank < this.count && this.at(rank) === id ? rank : undefined;
  }
}

/** A lasting opaque id for a record that came with an id of its own, such as one of a file. */
export function opaqueIdFor(type: string, name: string, length: number): string {
  let noise = "";
  for (let round = 0; noise.length < length; round++) {
    noise += createHash("sha256").update(`${type}/${name}/${round}`).digest("base64url");
  }
  return `e${noise.slice(0, length - 2)}3`;
}
