/** What FHIR says of a patient by extensions (guide: PID[Patient], PD1[Patient]; US Core for race and ethnicity). */
import type { FhirAddress, FhirCodeableConcept, FhirCoding } from "@/lib/fhir";
import { tableSystem } from "./coding-systems";
import { entries } from "./elements";
import { familyOf } from "./family-name";
import type { FieldReader } from "./field-reader";
import { meaningOf, type Table } from "./table";

export interface Extension {
  readonly url: string;
  readonly valueString?: string;
  readonly valueCodeableConcept?: FhirCodeableConcept;
  readonly valueCoding?: FhirCoding;
  readonly valueAddress?: FhirAddress;
  readonly extension?: readonly Extension[];
}

const core = "http://hl7.org/fhir/StructureDefinition/patient-";
const usCore = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";
const raceAndEthnicity = "urn:oid:2.16.840.1.113883.6.238";

/** The wide categories; all other codes are details of one of them. */
const categories = ["1002-5", "2028-9", "2054-5", "2076-8", "2106-3", "2131-1", "2135-2", "2186-5"];
/** What senders write of them in place of a code, in small letters. */
const words: Table = {
  "american indian or alaska native": "1002-5",
  asian: "2028-9",
  "black or african american": "2054-5",
  "native hawaiian or other pacific islander": "2076-8",
  white: "2106-3",
  "other race": "2131-1",
  "hispanic or latino": "2135-2",
  hispanic: "2135-2",
  "not hispanic or latino": "2186-5",
  "not hispanic": "2186-5",
};

/** Table 0189. */
const ethnicities: Table<FhirCoding> = {
  H: { code: "2135-2", display: "Hispanic or Latino" },
  N: { code: "2186-5", display: "Not Hispanic or Latino" },
};

function codingIn(concept: FhirCodeableConcept, url: string): Extension | undefined {
  const [first] = concept.coding ?? [];
  const code = first?.code ?? "";
  if (first && categories.includes(code)) {
    return { url: "ombCategory", valueCoding: { ...first, system: raceAndEthnicity } };
  }
  if (first && /^\d{4}-\d$/.test(code)) {
    return { url: "detailed", valueCoding: { ...first, system: raceAndEthnicity } };
  }
  const named = [code, first?.display, concept.text].map((said) =>
    meaningOf(words, said?.trim().toLowerCase()),
  );
  const category = named.find(Boolean);
  const known = url.endsWith("ethnicity") ? meaningOf(ethnicities, code) : undefined;
  const coding = known ?? (category ? { code: category } : undefined);
  return coding && { url: "ombCategory", valueCoding: { system: raceAndEthnicity, ...coding } };
}

function group(name: string, concepts: readonly FhirCodeableConcept[] | undefined): Extension | undefined {
  const url = `${usCore}${name}`;
  const said = concepts?.map(({ text, coding }) => text ?? coding?.[0]?.display ?? coding?.[0]?.code);
  const text = entries((said ?? []).map((one) => one ?? undefined))?.join(", ");
  if (!concepts || !text) return undefined;
  const codings = entries(concepts.map((concept) => codingIn(concept, url))) ?? [];
  return { url, extension: [...codings, { url: "text", valueString: text }] };
}

function ofConcept(name: string, value: FhirCodeableConcept | undefined): Extension | undefined {
  return value && { url: `${core}${name}`, valueCodeableConcept: value };
}

function ofCode(name: string, value: FhirCodeableConcept, part = "code"): Extension {
  return { url: `${core}${name}`, extension: [{ url: part, valueCodeableConcept: value }] };
}

function ofText(name: string, value: string | undefined): Extension | undefined {
  return value === undefined ? undefined : { url: `${core}${name}`, valueString: value };
}

/** XPN as a line: the maiden name is a family's, with what else is said of her. */
function mothersName(pid: FieldReader): string | undefined {
  const value = pid.value(6);
  if (!value) return undefined;
  return [value.text(2), value.text(3), familyOf(value)].filter(Boolean).join(" ");
}

function animal(pid: FieldReader): Extension | undefined {
  const [species, breed] = [pid.concept(35), pid.concept(36)];
  if (!species) return undefined;
  return {
    url: `${core}animal`,
    extension: [
      { url: "species", valueCodeableConcept: species },
      ...(breed ? [{ url: "breed", valueCodeableConcept: breed }] : []),
    ],
  };
}

/** Table 0172: FHIR has no place of its own for it. */
function militaryStatus(pid: FieldReader): Extension | undefined {
  const status = pid.concept(27, "0172");
  return status && { url: `${tableSystem("0172")}`, valueCodeableConcept: status };
}

export function extensionsOf(pid: FieldReader, pd1: FieldReader | undefined): Extension[] | undefined {
  const birthPlace = pid.plainText(23);
  return entries<Extension>([
    group("race", pid.concepts(10)),
    group("ethnicity", pid.concepts(22, "0189")),
    ofText("mothersMaidenName", mothersName(pid) || undefined),
    ofConcept("religion", pid.concept(17, "0006")),
    birthPlace ? { url: `${core}birthPlace`, valueAddress: { text: birthPlace } } : undefined,
    ...[...(pid.concepts(26) ?? []), ...(pid.concepts(39) ?? [])].map((one) => ofCode("citizenship", one)),
    ...(pid.concepts(28) ?? []).map((one) => ofCode("nationality", one)),
    animal(pid),
    ofConcept("disability", pd1?.concept(6, "0295")),
    militaryStatus(pid),
    ofText("congregation", pd1?.text(14)),
  ]);
}
