/** The people of people/ and their charts as a FHIR vendor holds them, each record made from its rank. */
import { chartShapes, laboratoryCount, type Surroundings } from "@/sandbox/fhir/chart-shapes";
import type { JsonObject } from "@/sandbox/fhir/exact-json";
import type { Concept } from "@/sandbox/fhir/observation-shape";
import type { GeneratedRecords, Population } from "@/sandbox/fhir/population";
import { medicines } from "@/sandbox/people/care";
import { type ChartLayout, layouts } from "@/sandbox/people/chart-layout";
import { clinicianCount } from "@/sandbox/people/clinicians";
import { type Person, personOf } from "@/sandbox/people/person";
import { clinics } from "@/sandbox/people/visits";

/** Ids of one type, growing with the rank, that lead back to it. */
export interface Ids {
  at(rank: number): string;
  rankOf(id: string): number | undefined;
}

/** How a vendor writes what every vendor has. */
export interface Dialect {
  /** Observations below `laboratory` are laboratory values, the others vital signs. */
  ids(type: string, count: number, laboratory: number): Ids;
  concept: Concept;
  hasMedications: boolean;
  patient(id: string, person: Person): JsonObject;
  /** The numbers of the persons who may bear an identifier of this value. */
  numbersIn(identifier: string): number[];
  /** The last touch, such as `meta`. */
  finished?(resource: JsonObject, changedAtMs: number): JsonObject;
}

type ChartType = keyof typeof chartShapes;

/** When the generated patients were registered: nothing is older. */
const registeredAtMs = Date.UTC(2022, 0, 1);
/** After the last visit and what came of it. */
const settledAtMs = Date.UTC(2026, 0, 1);

const charted: [ChartType, ChartLayout][] = [
  ["Encounter", layouts.visits],
  ["Appointment", layouts.bookings],
  ["Condition", layouts.conditions],
  ["MedicationRequest", layouts.prescriptions],
  ["DiagnosticReport", layouts.reports],
  ["DocumentReference", layouts.notes],
  ["Binary", layouts.notes],
];

export function generatedPopulation(seed: number, patients: number, dialect: Dialect): Population {
  const makers = new RecordMakers(seed, patients, dialect);
  const persons = makers.patients();
  const directories = new Map([
    ["Practitioner", makers.records("Practitioner", clinicianCount(patients))],
    ["Location", makers.records("Location", patients === 0 ? 0 : clinics.length)],
  ]);
  if (dialect.hasMedications) {
    directories.set("Medication", makers.records("Medication", patients === 0 ? 0 : medicines.length));
  }
  const charts: Population["charts"] = new Map();
  for (const [type, layout] of charted) {
    const ranksOf = (patient: number) => layout.ranksOf(patient);
    charts.set(type, { ...makers.records(type, layout.firstOf(patients)), ranksOf });
  }
  const laboratory = laboratoryCount(patients);
  charts.set("Observation", {
    ...makers.records("Observation", laboratory + layouts.vitals.firstOf(patients)),
    ranksOf: (patient) => readingsOf(patient, laboratory),
  });
  return {
    patients: persons,
    directories,
    charts,
    changed: { fromMs: registeredAtMs, toMs: settledAtMs },
    patientsBearing: (identifier) => {
      const byId = persons.rankOf(identifier);
      const ranks = [...dialect.numbersIn(identifier), ...(byId === undefined ? [] : [byId])];
      return ranks.filter((rank) => rank >= 0 && rank < patients);
    },
    patientsWho: (are) => ranksWho(seed, patients, are),
  };
}

/** Makes the records of each type; those made earlier or later are referred to by type and rank. */
class RecordMakers {
  readonly #ids = new Map<string, Ids>();
  readonly #around: Surroundings;

  constructor(
    seed: number,
    patients: number,
    private readonly dialect: Dialect,
  ) {
    const { concept, hasMedications } = dialect;
    const to = (type: string, rank: number) => ({
      reference: `${type}/${this.#ids.get(type)?.at(rank) ?? ""}`,
    });
    this.#around = { seed, patients, concept, hasMedications, to };
  }

  patients(): GeneratedRecords {
    const { seed, patients } = this.#around;
    return this.#made("Patient", patients, (id, rank) =>
      this.#finished(this.dialect.patient(id, personOf(seed, rank)), registeredAtMs),
    );
  }

  records(type: ChartType, count: number): GeneratedRecords {
    return this.#made(type, count, (id, rank) => {
      const { body, changedAtMs } = chartShapes[type](this.#around, rank);
      return this.#finished({ resourceType: type, id, ...body }, changedAtMs);
    });
  }

  #made(type: string, count: number, make: (id: string, rank: number) => JsonObject): GeneratedRecords {
    const ids = this.dialect.ids(type, count, laboratoryCount(this.#around.patients));
    this.#ids.set(type, ids);
    return {
      count,
      idAt: (rank) => ids.at(rank),
      rankOf: (id) => ids.rankOf(id),
      textAt: (rank) => JSON.stringify(make(ids.at(rank), rank)),
    };
  }

  #finished(resource: JsonObject, changedAtMs: number): JsonObject {
    return this.dialect.finished?.(resource, changedAtMs) ?? resource;
  }
}

function* readingsOf(patient: number, laboratory: number): Generator<number> {
  yield* layouts.laboratory.ranksOf(patient);
  for (const rank of layouts.vitals.ranksOf(patient)) yield laboratory + rank;
}

function* ranksWho(seed: number, count: number, are: (person: Person) => boolean): Generator<number> {
  for (let rank = 0; rank < count; rank++) if (are(personOf(seed, rank))) yield rank;
}
