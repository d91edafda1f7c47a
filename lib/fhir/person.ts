/** What people have in FHIR, be they patients or practitioners: names, identifiers, ways to reach them. */
import { z } from "zod";
import { now } from "@/lib/platform/clock";
import {
  genders,
  type PatientAddress,
  type PatientIdentifier,
  type PatientName,
  type PatientTelecom,
} from "@/lib/records/schema";
import { codeIn } from "./concept-field";
import { allOf, type Field, type Has, number, text } from "./field";
import { entry, list } from "./list-field";
import { parseElement } from "./parse";
import { texts } from "./texts-field";
import type { FhirAddress, FhirContactPoint, FhirHumanName, FhirIdentifier, FhirPeriod } from "./types";

/** HL7 table 0203: MR medical record number, DL driver's licence, … */
const identifierTypes = "http://terminology.hl7.org/CodeSystem/v2-0203";
const isIdentifierType = (type: string) => /^[A-Z]{2,5}$/.test(type);

interface Used {
  readonly use?: string | null;
  readonly period?: FhirPeriod | null;
}

/**
 * Has it ended as of today? Periods are compared as exactly as they are written; servers write years such as
 * 9999 for «without end».
 */
function hasEnded({ period }: Used): boolean {
  const end = period?.end?.slice(0, 10) ?? "";
  return end !== "" && end < now().toISOString().slice(0, end.length);
}

const writtenUse = text("use");

/** How an entry is used: one whose period has ended is «old», whatever it was. */
const use: Field<Used, string | null> = {
  read: (element) => (element.use !== "maiden" && hasEnded(element) ? "old" : (element.use ?? null)),
  write: (element, value) => ({
    ...writtenUse.write(element, value),
    // What is used again has not ended.
    period: hasEnded(element) ? { ...element.period, end: undefined } : element.period,
  }),
};

/** What extensions say of a family name, such as whose its parts are, is not true of another. */
const family: Field<FhirHumanName, string | null> = {
  ...text("family"),
  write: (element, value) => ({ ...element, family: value ?? undefined, _family: undefined }),
};

const name = allOf<FhirHumanName, PatientName>({
  use,
  family,
  given: texts("given"),
  prefix: texts("prefix"),
  suffix: texts("suffix"),
  text: text("text"),
});

const identifier = allOf<FhirIdentifier, PatientIdentifier>({
  system: text("system"),
  value: text("value"),
  type: codeIn("type", identifierTypes, isIdentifierType),
  use,
});

const telecom = allOf<FhirContactPoint, PatientTelecom>({
  system: text("system"),
  value: text("value"),
  use,
  rank: number("rank"),
});

const address = allOf<FhirAddress, PatientAddress>({
  use,
  lines: texts("line"),
  city: text("city"),
  state: text("state"),
  postalCode: text("postalCode"),
  country: text("country"),
  text: text("text"),
});

export const names = list("name", entry(name, {}));
export const identifiers = list("identifier", entry(identifier, {}));
export const telecoms = list("telecom", entry(telecom, {}));
export const addresses = list("address", entry(address, {}));

const genderCode = z.string().trim().toLowerCase().pipe(z.enum(genders));

export const gender: Field<Has<"gender", string>, (typeof genders)[number] | null> = {
  ...text("gender"),
  read: (element) => parseElement(genderCode, element.gender, "gender"),
};
