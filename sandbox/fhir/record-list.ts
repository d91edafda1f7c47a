/** One type's records in order of id: generated ones that nobody touched, and the texts laid over them. */
import type { GeneratedRecords } from "@/sandbox/fhir/population";
import { SortedSet } from "@/sandbox/fhir/sorted-set";

interface HeldRecord {
  id: string;
  text: string;
}

export class RecordList {
  /** Texts that replace or add to the generated ones. */
  readonly #texts: Map<string, string>;
  /** Ids of the texts, in order. */
  readonly #overlaid: SortedSet<string>;
  /** Ranks whose generated record is no longer served, in order. */
  readonly #hidden: SortedSet<number>;

  constructor(
    private readonly generated: GeneratedRecords,
    texts: Map<string, string> = new Map(),
    overlaid: SortedSet<string> = new SortedSet(),
    hidden: SortedSet<number> = new SortedSet(),
  ) {
    this.#texts = texts;
    this.#overlaid = overlaid;
    this.#hidden = hidden;
  }

  get total(): number {
    return this.generated.count - this.#hidden.size + this.#overlaid.size;
  }

  text(id: string): string | undefined {
    const text = this.#texts.get(id);
    if (text !== undefined) return text;
    const rank = this.generated.rankOf(id);
    return rank !== undefined && this.isUntouched(rank) ? this.generated.textAt(rank) : undefined;
  }

  isUntouched(rank: number): boolean {
    return !this.#hidden.has(rank);
  }

  /** All ids in order, without making a record. */
  ids(): string[] {
    const ids = [...this.#texts.keys()];
    for (let rank = 0; rank < this.generated.count; rank++) {
      if (this.isUntouched(rank)) ids.push(this.generated.idAt(rank));
    }
    return ids.sort();
  }

  overlaidIds(): Iterable<string> {
    return this.#texts.keys();
  }

  put(id: string, text: string): void {
    this.#hideGenerated(id);
    this.#texts.set(id, text);
    this.#overlaid.add(id);
  }

  drop(id: string): void {
    this.#hideGenerated(id);
    this.#texts.delete(id);
    this.#overlaid.delete(id);
  }

  copy(): RecordList {
    return new RecordList(this.generated, new Map(this.#texts), this.#overlaid.copy(), this.#hidden.copy());
  }

  /** The records in order of id, beginning with the one at `offset`. */
  *from(offset: number): Generator<HeldRecord> {
    let rank = this.#rankBefore(offset);
    let over = this.#overlaidBefore(rank);
    let skip = offset - this.#liveBefore(rank);
    while (rank < this.generated.count || over < this.#overlaid.size) {
      const id = rank < this.generated.count ? this.generated.idAt(rank) : undefined;
      const overlaidId = this.#overlaid.at(over);
      if (overlaidId !== undefined && (id === undefined || overlaidId <= id)) {
        over += 1;
        const text = this.#texts.get(overlaidId);
        if (skip-- <= 0 && text !== undefined) yield { id: overlaidId, text };
      } else if (id !== undefined) {
        const live = this.isUntouched(rank);
        if (live && skip-- <= 0) yield { id, text: this.generated.textAt(rank) };
        rank += 1;
      }
    }
  }

  #hideGenerated(id: string): void {
    const rank = this.generated.rankOf(id);
    if (rank !== undefined) this.#hidden.add(rank);
  }

  /** How many served records a listing that begins at this rank leaves out. */
  #liveBefore(rank: number): number {
    return rank - this.#hidden.countBelow(rank) + this.#overlaidBefore(rank);
  }

  /** How many overlaid records stand before the generated one that precedes this rank. */
  #overlaidBefore(rank: number): number {
    return rank === 0 ? 0 : this.#overlaid.countBelow(this.generated.idAt(rank - 1));
  }

  /** The highest rank from which a listing can begin to reach the record at `offset`. */
  #rankBefore(offset: number): number {
    let low = 0;
    let high = this.generated.count;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#liveBefore(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
