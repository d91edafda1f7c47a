/** A segment's fields as FHIR's data types. */
import type {
  FhirAddress,
  FhirCodeableConcept,
  FhirContactPoint,
  FhirHumanName,
  FhirIdentifier,
} from "@/lib/fhir";
import type { Repetition } from "../repetition";
import type { Segment } from "../segment";
import { contactPointsOf } from "./contact-point";
import { addressOf, conceptOf, humanNameOf, identifierOf, nicknameOf, type Sender } from "./data-types";
import { entries } from "./elements";
import { fhirDate, fhirDateTime, fhirInstant, fhirTime } from "./moments";
import { meaningOf, type Table } from "./table";

/** Nothing but `""` and what divides it: the field is to be deleted. */
function isDeletion(written: string): boolean {
  return written.startsWith('""') && /^["^~&]+$/.test(written);
}

export class FieldReader {
  constructor(
    readonly segment: Segment,
    readonly sender: Sender,
    /** Told of a field whose value FHIR could not take as it stands. */
    private readonly note?: (segment: Segment, field: number, message: string) => void,
  ) {}

  text(field: number, component = 1, subcomponent = 1): string | undefined {
    return this.segment.text(field, component, subcomponent);
  }

  /** All of a component, of types whose components are not divided again, such as a coded value. */
  whole(field: number, component = 1): string | undefined {
    return this.value(field)?.whole(component);
  }

  /** Tells of a field whose value FHIR could not take as it stands. */
  tell(field: number, message: string): void {
    this.note?.(this.segment, field, message);
  }

  /** A code in capitals, as tables have them. */
  code(field: number, component = 1): string {
    return this.text(field, component)?.toUpperCase() ?? "";
  }

  /** What a code, or the words for it, mean by a table of that number. */
  meaning(field: number, meanings: Table, table: string): string | undefined {
    const said = [1, 2].map((component) => this.code(field, component).trim());
    const found = said.map((code) => meaningOf(meanings, code)).find(Boolean);
    if (!found && said.some(Boolean)) {
      this.tell(field, `The value is no code of table ${table}, so it is left out.`);
    }
    return found;
  }

  values(field: number): Repetition[] {
    return this.segment.repetitions(field);
  }

  value(field: number): Repetition | undefined {
    return this.values(field)[0];
  }

  /** Whether a field says anything, but that it is to be deleted. */
  says(field: number): boolean {
    return this.values(field).some((value) =>
      value
        .components()
        .flat()
        .some((part) => part?.trim()),
    );
  }

  /** The texts of a field's repetitions, of types without parts (ST, TX, FT). */
  texts(field: number): string[] {
    return this.each(field, (value) => value.whole()) ?? [];
  }

  /** The same as one text, whose lines the repetitions are. */
  plainText(field: number): string | undefined {
    return this.texts(field).join("\n") || undefined;
  }

  each<Element>(field: number, read: (value: Repetition) => Element | undefined): Element[] | undefined {
    return this.segment.written(field) === "" ? undefined : entries(this.values(field).map(read));
  }

  /** A coded value. `table` is where its codes come from when it does not say. */
  concept(field: number, table?: string): FhirCodeableConcept | undefined {
    const value = this.value(field);
    return value && conceptOf(value, table, this.sender);
  }

  concepts(field: number, table?: string): FhirCodeableConcept[] | undefined {
    return this.each(field, (value) => conceptOf(value, table, this.sender));
  }

  identifiers(field: number, type?: string): FhirIdentifier[] {
    return this.each(field, (value) => identifierOf(value, this.sender, type)) ?? [];
  }

  names(field: number): FhirHumanName[] {
    const all = this.values(field).flatMap((value) => [humanNameOf(value, this.sender), nicknameOf(value)]);
    return entries(all) ?? [];
  }

  addresses(field: number): FhirAddress[] {
    return this.each(field, (value) => addressOf(value, this.sender)) ?? [];
  }

  /** How somebody is reached; `use` counts where the value says none itself. */
  contacts(field: number, use?: string): FhirContactPoint[] {
    return this.values(field).flatMap((value) => {
      const found = contactPointsOf(value, this.sender);
      if (!found) {
        this.tell(field, "The value is no number or address to reach anybody by; it is left out.");
      }
      return (found ?? []).map((contact) =>
        contact.use || value.text(2) || !use ? contact : { ...contact, use },
      );
    });
  }

  date(field: number): string | undefined {
    return this.readable(field, this.text(field), fhirDate);
  }

  dateTime(field: number, component = 1): string | undefined {
    const { timeZone } = this.sender;
    return this.readable(field, this.text(field, component), (text) => fhirDateTime(text, timeZone));
  }

  /** A time to the second at least: a day alone is none, and no fault. */
  instant(field: number, component = 1): string | undefined {
    return fhirInstant(this.text(field, component), this.sender.timeZone);
  }

  /** The times of a day that a field says, or texts in it. */
  times(field: number, texts: readonly string[] = this.texts(field)): string[] {
    return entries(texts.map((text) => this.readable(field, text, fhirTime))) ?? [];
  }

  private readable(field: number, text: string | undefined, read: (text: string) => string | undefined) {
    const found = text === undefined ? undefined : read(text);
    if (text !== undefined && found === undefined) {
      this.tell(field, "The value is no time, so it is left out.");
    }
    return found;
  }

  /**
   * A number, and told where a field is none as a whole (NM), as 10^5 is none; or that of a component. Undefined for what is
   * no number.
   */
  number(field: number, component?: number): number | undefined {
    if (component !== undefined) return numberOf(this.text(field, component));
    const value = this.value(field);
    const number = value && numberIn(value);
    if (value?.whole() !== undefined && number === undefined) {
      this.tell(field, "The value is no number, so it is left out.");
    }
    return number;
  }

  /** A count or an order, from 1. */
  positive(field: number, component?: number): number | undefined {
    const number = this.number(field, component);
    return number !== undefined && Number.isInteger(number) && number > 0 && number <= mostPositive
      ? number
      : undefined;
  }

  /** Y or N of table 0136, which some write out; undefined for anything else. */
  flag(field: number): boolean | undefined {
    const said = this.code(field).trim();
    if (said === "Y" || said === "YES") return true;
    return said === "N" || said === "NO" ? false : undefined;
  }

  /** The elements whose fields all say that they are to be deleted, or nothing: one at least does. */
  cleared(elements: Readonly<Record<string, readonly number[]>>): string[] {
    const isCleared = (field: number) => isDeletion(this.segment.written(field));
    return Object.entries(elements)
      .filter(([, fields]) => fields.some(isCleared))
      .map(([name]) => name);
  }
}

/** FHIR's positiveInt has 31 bits. */
const mostPositive = 2_147_483_647;

const written = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** A number as HL7 v2 writes it (NM). */
export function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && written.test(text) ? Number(text) : undefined;
}

/** NM: a value that is a number and nothing else, but for delimiters behind it that divide nothing. */
export function numberIn(value: Repetition): number | undefined {
  const [first, ...others] = value.components().flat();
  return others.some(Boolean) ? undefined : numberOf(first ?? undefined);
}
