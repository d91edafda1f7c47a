/** Values of record fields as people read them. Which words a value takes, its schema says. Pure. */
import { z } from "zod";
import { rangeText, valueText } from "@/components/records/kinds/observation-words";
import { formatPartialDate } from "@/components/records/partial-date";
import { addressLines, languageText } from "@/components/records/patient-words";
import { codedText, statusText } from "@/components/records/words";
import {
  addressSchema,
  codedSchema,
  nameInLists,
  observationComponent,
  type PatientIdentifier,
  type PatientName,
  type PatientTelecom,
  partialDate,
  partialDateTime,
  patientAddress,
  patientIdentifier,
  patientName,
  patientTelecom,
  referenceRangeSchema,
} from "@/lib/records/schema";
import { bareSchema, schemaOfField } from "./field-schema";

/** How another record is called, by its id. */
export type NameOf = (recordId: string) => string | undefined;

type Reader = { readonly schema: z.ZodType; readonly read: (value: unknown) => string | null };

function reads<S extends z.ZodType>(schema: S, words: (value: z.output<S>) => string | null): Reader {
  return {
    schema,
    read: (value) => {
      const parsed = schema.safeParse(value);
      return parsed.success ? words(parsed.data) : null;
    },
  };
}

function listed(...parts: readonly (string | null)[]): string {
  return parts.filter(Boolean).join(", ");
}

function nameWords(name: PatientName): string {
  const whole = [name.prefix.join(" "), nameInLists(name), name.suffix.join(" ")].filter(Boolean).join(" ");
  return listed(whole, name.use);
}

function identifierWords({ type, value, system, use }: PatientIdentifier): string {
  const kind = type === "MR" ? "MRN" : type;
  return listed([kind, value].filter(Boolean).join(" "), use, system);
}

function telecomWords({ system, value, use }: PatientTelecom): string {
  return listed(value, [use, system].filter(Boolean).join(" "));
}

const readers: readonly Reader[] = [
  reads(patientName, nameWords),
  reads(patientIdentifier, identifierWords),
  reads(patientTelecom, telecomWords),
  reads(patientAddress, (address) => [...addressLines(address), address.use].filter(Boolean).join("\n")),
  reads(addressSchema, (address) => addressLines(address).join("\n")),
  reads(codedSchema, codedText),
  reads(partialDate, formatPartialDate),
  reads(partialDateTime, formatPartialDate),
  reads(referenceRangeSchema, rangeText),
  reads(observationComponent, (part) => `${codedText(part.code)}: ${valueText(part) ?? "no value"}`),
];

/** "postalCode" → "Postal code", "practitionerId" → "Practitioner". */
export function keyWords(key: string): string {
  const words = key.replace(/Ids?$/, "").replaceAll(/([a-z])([A-Z])/g, "$1 $2");
  return statusText(words.toLowerCase());
}

function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

/** Parts of a kind that has no words of its own: "Role: Surgeon, Status: accepted". */
function partsWords(schema: z.ZodObject, value: object, nameOf: NameOf): string {
  return Object.entries(value)
    .filter(([, part]) => !isEmpty(part))
    .map(([key, part]) => `${keyWords(key)}: ${entriesBy(schema.shape[key], part, nameOf).join("; ")}`)
    .join(", ");
}

function scalarWords(value: unknown): string {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function oneEntry(schema: unknown, value: unknown, nameOf: NameOf): string {
  if (schema instanceof z.ZodGUID) return nameOf(String(value)) ?? "A record whose name is not known here";
  const own = readers.find((reader) => reader.schema === schema)?.read(value);
  if (own) return own;
  if (schema instanceof z.ZodUnion) {
    const fits = schema.options.find(
      (option) => option instanceof z.ZodType && option.safeParse(value).success,
    );
    return oneEntry(bareSchema(fits), value, nameOf);
  }
  if (schema instanceof z.ZodEnum) return statusText(String(value));
  if (schema instanceof z.ZodObject && typeof value === "object" && value !== null) {
    return partsWords(schema, value, nameOf);
  }
  return scalarWords(value);
}

function entriesBy(schema: unknown, value: unknown, nameOf: NameOf): string[] {
  if (isEmpty(value)) return [];
  const bare = bareSchema(schema);
  if (Array.isArray(value)) {
    const element = bare instanceof z.ZodArray ? bareSchema(bare.element) : undefined;
    return value.map((entry: unknown) =>
      isEmpty(entry) ? "Not here yet" : oneEntry(element, entry, nameOf),
    );
  }
  const words = oneEntry(bare, value, nameOf);
  // A note is read by its lines; what has words of its own is one entry.
  return typeof value === "string" ? words.split("\n") : [words];
}

/** The entries of a list, or the lines of a value; none where there is nothing. */
export function readableEntries(entity: string, path: string, value: unknown, nameOf: NameOf): string[] {
  if (path === "language" && typeof value === "string") return [languageText(value)];
  return entriesBy(schemaOfField(entity, path), value, nameOf);
}
