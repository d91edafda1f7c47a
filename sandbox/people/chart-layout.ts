/**
 * How many records of a kind the patients have, in turn, so that the chart a record belongs to and the records of a
 * chart are found by arithmetic alone.
 */
export class ChartLayout {
  /** Records of the patients before, within one turn; the last entry is the whole turn. */
  readonly #before: number[] = [0];

  constructor(private readonly sizes: readonly number[]) {
    for (const size of sizes) this.#before.push(this.#perTurn + size);
  }

  /** The rank of a patient's first record, or of the next patient's when there is none. */
  firstOf(patientRank: number): number {
    const turns = Math.floor(patientRank / this.sizes.length);
    return turns * this.#perTurn + (this.#before[patientRank % this.sizes.length] ?? 0);
  }

  sizeOf(patientRank: number): number {
    return this.sizes[patientRank % this.sizes.length] ?? 0;
  }

  *ranksOf(patientRank: number): Generator<number> {
    const end = this.firstOf(patientRank + 1);
    for (let rank = this.firstOf(patientRank); rank < end; rank++) yield rank;
  }

  patientOf(rank: number): number {
    const withinTurn = rank % this.#perTurn;
    const place = this.#before.findLastIndex((first) => first <= withinTurn);
    return Math.floor(rank / this.#perTurn) * this.sizes.length + place;
  }

  get #perTurn(): number {
    return this.#before.at(-1) ?? 0;
  }
}

/** What the patients have, in turns of eight: one of them has never been seen. */
export const layouts = {
  visits: new ChartLayout([2, 3, 0, 2, 1, 3, 1, 2]),
  bookings: new ChartLayout([3, 3, 1, 2, 2, 4, 1, 2]),
  /** Never more than visits, nor than laboratory values: each has both. */
  reports: new ChartLayout([1, 1, 0, 1, 1, 2, 1, 1]),
  laboratory: new ChartLayout([1, 2, 0, 2, 1, 4, 1, 1]),
  vitals: new ChartLayout([3, 4, 0, 3, 2, 4, 1, 3]),
  conditions: new ChartLayout([1, 2, 1, 1, 0, 3, 1, 1]),
  prescriptions: new ChartLayout([1, 1, 0, 2, 0, 3, 0, 1]),
  notes: new ChartLayout([1, 1, 0, 1, 1, 2, 0, 1]),
};

/** The record of another kind in the same chart that a record belongs to: they are shared out in order. */
export function ownerOf(kind: ChartLayout, rank: number, owners: ChartLayout): number | undefined {
  const patient = kind.patientOf(rank);
  const count = owners.sizeOf(patient);
  if (count === 0) return undefined;
  const place = rank - kind.firstOf(patient);
  return owners.firstOf(patient) + Math.floor((place * count) / kind.sizeOf(patient));
}

/** The records of a kind that belong to one of another. */
export function ownedBy(owner: number, owners: ChartLayout, kind: ChartLayout): number[] {
  return [...kind.ranksOf(owners.patientOf(owner))].filter((rank) => ownerOf(kind, rank, owners) === owner);
}
