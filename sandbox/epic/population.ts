/** Epic's generated patients and their Observations. */
import { observationRecord } from "@/sandbox/epic/observation-record";
import { identifierOffsets, patientRecord } from "@/sandbox/epic/patient-record";
import { OpaqueIds } from "@/sandbox/fhir/opaque-ids";
import type { Population } from "@/sandbox/fhir/population";
import { foldName, identityOf, personOf } from "@/sandbox/people/person";
import { readingOf } from "@/sandbox/people/readings";

/** How many Observations the patients have, in turn: none to eight, four on average. */
const chartSizes = [4, 6, 0, 5, 3, 8, 2, 4] as const;
/** Observations of the patients before, within one turn; its last entry is the whole turn. */
const before = [0, 4, 10, 10, 15, 18, 26, 28, 32] as const;
const turn = chartSizes.length;
const perTurn = before[turn];

export function epicPopulation(seed: number, patients: number): Population {
  const patientIds = new OpaqueIds(seed, "epic/Patient", patients, 24);
  const observationIds = new OpaqueIds(seed, "epic/Observation", firstObservationOf(patients), 47);
  return {
    patients: {
      count: patients,
      idAt: (rank) => patientIds.at(rank),
      rankOf: (id) => patientIds.rankOf(id),
      textAt: (rank) => JSON.stringify(patientRecord(patientIds.at(rank), personOf(seed, rank))),
    },
    charts: new Map([
      [
        "Observation",
        {
          count: observationIds.count,
          idAt: (rank: number) => observationIds.at(rank),
          rankOf: (id: string) => observationIds.rankOf(id),
          textAt: (rank: number) =>
            JSON.stringify(
              observationRecord(
                observationIds.at(rank),
                patientIds.at(patientOf(rank)),
                readingOf(seed, rank),
              ),
            ),
          ranksOf: observationsOf,
        },
      ],
    ]),
    patientsBearing: (identifier) => ranksBearing(identifier, patientIds),
    patientsNamed: ({ family, given }) => ranksNamed(seed, patients, foldName(family), foldName(given)),
  };
}

function firstObservationOf(patientRank: number): number {
  return Math.floor(patientRank / turn) * perTurn + (before[patientRank % turn] ?? 0);
}

function* observationsOf(patientRank: number): Generator<number> {
  const end = firstObservationOf(patientRank + 1);
  for (let rank = firstObservationOf(patientRank); rank < end; rank++) yield rank;
}

function patientOf(observationRank: number): number {
  const withinTurn = observationRank % perTurn;
  const place = before.findLastIndex((first) => first <= withinTurn);
  return Math.floor(observationRank / perTurn) * turn + place;
}

function ranksBearing(identifier: string, patientIds: OpaqueIds): number[] {
  const digits = Number(identifier.replace(/^(E|Z|OLD-)/, ""));
  const ranks = Object.values(identifierOffsets).map((offset) => digits - offset);
  const byId = patientIds.rankOf(identifier);
  if (byId !== undefined) ranks.push(byId);
  return ranks.filter((rank) => rank >= 0 && rank < patientIds.count);
}

function* ranksNamed(seed: number, count: number, family: string, given: string): Generator<number> {
  for (let rank = 0; rank < count; rank++) {
    const identity = identityOf(seed, rank);
    if (foldName(identity.family ?? "") !== family) continue;
    if (identity.given.some((name) => foldName(name).startsWith(given))) yield rank;
  }
}
