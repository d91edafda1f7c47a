/** What a FHIR vendor truly holds: generated records, and over them whatever was added, changed, deleted or merged. */
import { isJsonObject, type JsonObject, objectsIn, parseExactly, textIn } from "@/sandbox/fhir/exact-json";
import type { GeneratedRecords, Population } from "@/sandbox/fhir/population";
import { RecordList } from "@/sandbox/fhir/record-list";
import type { Person } from "@/sandbox/people/person";

/** Where a record went that is no longer served. */
type Departure = { deleted: true } | { mergedInto: string };

/** How a vendor files what comes in. */
export interface Filing {
  newId(resource: JsonObject): string;
  /** The resource as it is kept, its `meta` included; `previous` is the text it replaces. */
  filed(resource: JsonObject, previous: string | undefined): JsonObject;
  /** What stays of a patient merged into another. Without it the id only leads to the survivor. */
  combined?(patient: JsonObject, survivorId: string): JsonObject;
}

const none: GeneratedRecords = { count: 0, idAt: () => "", rankOf: () => undefined, textAt: () => "" };

export class Holdings {
  readonly #lists = new Map<string, RecordList>();
  readonly #departed = new Map<string, Departure>();
  /** Ids of the overlaid records in each patient's chart, by `type/patient id`. */
  readonly #charts = new Map<string, Set<string>>();

  constructor(
    private readonly population: Population,
    private readonly filing: Filing,
  ) {}

  text(type: string, id: string): string | undefined {
    return this.#list(type).text(id);
  }

  departure(type: string, id: string): Departure | undefined {
    return this.#departed.get(`${type}/${id}`);
  }

  count(type: string): number {
    return this.#list(type).total;
  }

  /** Up to `limit` records in order of id, from the one at `offset`. */
  page(type: string, offset: number, limit: number): string[] {
    const texts: string[] = [];
    for (const { text } of this.#list(type).from(offset)) {
      if (texts.length === limit) break;
      texts.push(text);
    }
    return texts;
  }

  /** The records of a type as they are now: later changes do not show in it. */
  frozen(type: string): RecordList {
    return this.#list(type).copy();
  }

  /**
   * Ids of all that changed since an instant, where no generated record has to be made to tell: all of them did, or
   * none. Else undefined.
   */
  idsSince(type: string, sinceMs: number): string[] | undefined {
    const { fromMs, toMs } = this.population.changed;
    const list = this.#list(type);
    if (sinceMs <= fromMs) return list.ids();
    if (sinceMs <= toMs) return undefined;
    const changed = (id: string) =>
      Date.parse(JSON.parse(list.text(id) ?? "{}").meta?.lastUpdated) >= sinceMs;
    return [...list.overlaidIds()].filter(changed).sort();
  }

  /** Ids of the patients who may bear an identifier: the caller compares. */
  *patientsBearing(identifier: string): Generator<string> {
    yield* this.#patients(this.population.patientsBearing(identifier));
  }

  /** Ids of the patients who are persons such as these, or were written by somebody: the caller compares. */
  *patientsWho(are: (person: Person) => boolean): Generator<string> {
    yield* this.#patients(this.population.patientsWho(are));
  }

  types(): string[] {
    return [
      ...new Set([
        "Patient",
        ...this.population.directories.keys(),
        ...this.population.charts.keys(),
        ...this.#lists.keys(),
      ]),
    ];
  }

  /** Takes a record, under a new id unless one is given; only id and meta are the vendor's. */
  add(resource: JsonObject, givenId?: string): { id: string; item: string } {
    const type = textIn(resource.resourceType) ?? "";
    const id = givenId ?? this.filing.newId(resource);
    const previous = givenId === undefined ? undefined : this.text(type, id);
    const { resourceType, id: _, meta, ...rest } = this.filing.filed(resource, previous);
    const item = JSON.stringify({ resourceType, id, ...(meta && { meta }), ...rest });
    this.#forgetChart(type, id);
    this.#list(type).put(id, item);
    this.#departed.delete(`${type}/${id}`);
    for (const patient of patientsOf(resource)) this.#chart(type, patient).add(id);
    return { id, item };
  }

  remove(type: string, id: string): boolean {
    return this.#depart(type, id, { deleted: true });
  }

  /** Merges one patient into another, to whom the chart moves. */
  merge(id: string, into: string): boolean {
    if (id === into || this.text("Patient", into) === undefined) return false;
    const patient = this.text("Patient", id);
    if (patient === undefined) return false;
    for (const type of this.types()) {
      for (const recordId of [...this.idsOf(type, id)]) this.#repoint(type, recordId, id, into);
    }
    if (!this.filing.combined) return this.#depart("Patient", id, { mergedInto: into });
    this.add(this.filing.combined(resourceFrom(patient), into), id);
    return true;
  }

  /** Ids of one type in a patient's chart. */
  *idsOf(type: string, patientId: string): Generator<string> {
    const list = this.#list(type);
    const generated = this.population.charts.get(type);
    const patientRank = this.population.patients.rankOf(patientId);
    if (generated && patientRank !== undefined) {
      for (const rank of generated.ranksOf(patientRank)) {
        if (list.isUntouched(rank)) yield generated.idAt(rank);
      }
    }
    yield* this.#charts.get(`${type}/${patientId}`) ?? [];
  }

  *#patients(ranks: Iterable<number>): Generator<string> {
    const list = this.#list("Patient");
    for (const rank of ranks) if (list.isUntouched(rank)) yield this.population.patients.idAt(rank);
    yield* list.overlaidIds();
  }

  #repoint(type: string, recordId: string, from: string, to: string): void {
    const text = this.text(type, recordId);
    if (text === undefined) return;
    this.add(resourceFrom(text.replaceAll(`"Patient/${from}"`, `"Patient/${to}"`)), recordId);
  }

  #depart(type: string, id: string, departure: Departure): boolean {
    if (this.text(type, id) === undefined) return false;
    this.#forgetChart(type, id);
    this.#list(type).drop(id);
    this.#departed.set(`${type}/${id}`, departure);
    return true;
  }

  #forgetChart(type: string, id: string): void {
    const text = this.text(type, id);
    if (text === undefined) return;
    for (const patient of patientsOf(JSON.parse(text))) this.#charts.get(`${type}/${patient}`)?.delete(id);
  }

  #chart(type: string, patientId: string): Set<string> {
    const key = `${type}/${patientId}`;
    const chart = this.#charts.get(key) ?? new Set();
    this.#charts.set(key, chart);
    return chart;
  }

  #list(type: string): RecordList {
    const known = this.#lists.get(type);
    if (known) return known;
    const { patients, charts, directories } = this.population;
    const generated = type === "Patient" ? patients : (charts.get(type) ?? directories.get(type));
    const list = new RecordList(generated ?? none);
    this.#lists.set(type, list);
    return list;
  }
}

/** The patients whose chart a record belongs to. */
function patientsOf(resource: JsonObject): string[] {
  const actors = objectsIn(resource.participant).flatMap(({ actor }) => objectsIn(actor));
  const links = [...objectsIn(resource.subject), ...objectsIn(resource.patient), ...actors];
  return links.flatMap(({ reference }) => {
    const [type, id] = (textIn(reference) ?? "").split("/").slice(-2);
    return type === "Patient" && id ? [id] : [];
  });
}

function resourceFrom(text: string): JsonObject {
  const value = parseExactly(text);
  return isJsonObject(value) ? value : {};
}
