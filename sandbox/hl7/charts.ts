/** The charts of a vendor as its interface engine looks things up in them: by the numbers that messages name. */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  objectsIn,
  parseExactly,
} from "@/sandbox/fhir/exact-json";
import type { Holdings } from "@/sandbox/fhir/holdings";
import { personOf, type Repetition } from "@/sandbox/hl7/fields";
import { type Message, MessageRefusal, type Segment } from "@/sandbox/hl7/message";

/** Table 0357. */
export const refusalNumbers = {
  segmentMissing: "100",
  fieldMissing: "101",
  typeUnknown: "200",
  typeOfData: "102",
  keyUnknown: "204",
  keyDuplicate: "205",
} as const;

export interface Filed {
  id: string;
  resource: JsonObject;
}

export function needed(message: Message, name: string): Segment {
  const segment = message.segment(name);
  if (segment) return segment;
  throw new MessageRefusal("AE", refusalNumbers.segmentMissing, `Required segment ${name} missing`);
}

/** The numbers in a field, in all its repetitions. */
export function numbersIn(segment: Segment | undefined, ...fields: number[]): string[] {
  return fields.flatMap((field) => segment?.repetitions(field).flatMap((part) => part(1) ?? []) ?? []);
}

function bears({ identifier, masterIdentifier }: JsonObject, numbers: readonly string[]): boolean {
  const all = [...objectsIn(masterIdentifier), ...objectsIn(identifier)];
  return all.some(({ value }) => typeof value === "string" && numbers.includes(value));
}

function isEmpty(value: JsonValue | undefined): boolean {
  return value === undefined || (Array.isArray(value) ? value.length === 0 : isEmptyObject(value));
}

const isEmptyObject = (value: JsonValue) => isJsonObject(value) && Object.keys(value).length === 0;

export class Charts {
  constructor(
    private readonly holdings: Holdings,
    /** Whether a second appointment under a number is refused, instead of taken for a change of the first. */
    readonly booksOnce: boolean,
  ) {}

  /** The patient who bears one of the numbers in PID-3. */
  knownPatient(pid: Segment): Filed | undefined {
    const numbers = numbersIn(pid, 3);
    if (numbers.length === 0)
      throw new MessageRefusal("AE", refusalNumbers.fieldMissing, "PID-3 is required");
    const found = numbers.flatMap((number) => [...this.holdings.patientsBearing(number)]);
    return this.#read("Patient", found).find(({ resource }) => bears(resource, numbers));
  }

  /** The patient whom a message is about. */
  patientOf(message: Message): Filed {
    const known = this.knownPatient(needed(message, "PID"));
    if (known) return known;
    throw new MessageRefusal("AE", refusalNumbers.keyUnknown, "Unknown patient", "PID^1^3");
  }

  /** What stands in a patient's chart under one of these numbers. */
  numbered(type: string, patientId: string, numbers: readonly string[]): Filed | undefined {
    return this.#read(type, this.holdings.idsOf(type, patientId)).find(({ resource }) =>
      bears(resource, numbers),
    );
  }

  /** What a message is about, by the numbers of its `field`; undefined where it is new. Throws what is missing or unknown. */
  subject(
    type: string,
    patientId: string,
    { field, numbers, mayBeNew }: { field: string; numbers: readonly string[]; mayBeNew: boolean },
  ): Filed | undefined {
    if (numbers.length === 0)
      throw new MessageRefusal("AE", refusalNumbers.fieldMissing, `${field} is required`);
    const known = this.numbered(type, patientId, numbers);
    if (known || mayBeNew) return known;
    throw new MessageRefusal("AE", refusalNumbers.keyUnknown, `Unknown ${field}`);
  }

  get(type: string, id: string): Filed | undefined {
    return this.#read(type, [id])[0];
  }

  /** A reference to somebody by number, else the name alone; undefined where the field says neither. */
  person(part: Repetition): JsonObject | undefined {
    const [number, display] = [part(1), personOf(part)];
    const known = number && this.#practitioners().find(({ resource }) => bears(resource, [number]));
    if (known) return { reference: `Practitioner/${known.id}`, display };
    return display === undefined ? undefined : { display };
  }

  people(segment: Segment, field: number): JsonObject[] {
    return segment.repetitions(field).flatMap((part) => objectsIn(this.person(part)));
  }

  /** Files a resource, without elements that say nothing; answers its id. */
  file(resource: JsonObject, id?: string): string {
    const said = Object.entries(resource).filter(([, value]) => !isEmpty(value));
    return this.holdings.add(Object.fromEntries(said), id).id;
  }

  #practitioners(): Filed[] {
    const texts = this.holdings.page("Practitioner", 0, this.holdings.count("Practitioner"));
    return texts.flatMap((text) => this.#parsed(text));
  }

  #read(type: string, ids: Iterable<string>): Filed[] {
    return [...ids].flatMap((id) => this.#parsed(this.holdings.text(type, id)));
  }

  #parsed(text: string | undefined): Filed[] {
    const resource = text === undefined ? undefined : parseExactly(text);
    return isJsonObject(resource) && typeof resource.id === "string" ? [{ id: resource.id, resource }] : [];
  }
}
