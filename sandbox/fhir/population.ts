import type { Person } from "@/sandbox/people/person";

/** Records that are made when they are asked for, so that a million of them cost no memory. */
export interface GeneratedRecords {
  count: number;
  /** Ids grow with the rank. */
  idAt(rank: number): string;
  rankOf(id: string): number | undefined;
  /** The record as JSON text, always the same for the same rank. */
  textAt(rank: number): string;
}

/** Generated patients, the generated records in each one's chart, and those that belong to no patient. */
export interface Population {
  patients: GeneratedRecords;
  /** By resource type; Patient is not among them. */
  charts: Map<string, GeneratedRecords & { ranksOf(patientRank: number): Iterable<number> }>;
  /** By resource type. */
  directories: Map<string, GeneratedRecords>;
  /** Every generated record changed last in this time, in milliseconds since 1970. */
  changed: { fromMs: number; toMs: number };
  /** Ranks of the patients who may bear an identifier of this value. */
  patientsBearing(identifier: string): Iterable<number>;
  /** Ranks of the patients who are persons such as these: far cheaper than making their resources. */
  patientsWho(are: (person: Person) => boolean): Iterable<number>;
}
