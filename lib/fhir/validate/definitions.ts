/**
 * FHIR's own definitions of its types, made short by `npm run fhir:definitions` and read from r4.json when they are
 * first asked for: most processes never need them.
 */
import { readFileSync } from "node:fs";
import path from "node:path";

/** An invariant that FHIRPath states. */
export interface RuleDefinition {
  readonly key: string;
  readonly human: string;
  readonly expression: string;
  readonly isWarning?: true;
}

export interface ElementDefinition {
  /** As FHIRPath names it: `deceased`, whatever its type. */
  readonly name: string;
  /** Has a property per type: `deceasedBoolean`, `deceasedDateTime`. */
  readonly isChoice?: true;
  readonly isRequired?: true;
  readonly isList?: true;
  /** `Resource`, a data type, which is primitive when it has no definition, or a part by its path: `Patient.contact`. */
  readonly types: readonly string[];
  /** What a reference may point at; absent where it may be anything. */
  readonly targets?: readonly string[];
  /** Whose codes are required. */
  readonly valueSet?: string;
  readonly rules?: readonly RuleDefinition[];
}

export interface TypeDefinition {
  readonly isResource?: true;
  readonly elements: readonly ElementDefinition[];
  readonly rules?: readonly RuleDefinition[];
}

export interface Definitions {
  readonly types: Readonly<Record<string, TypeDefinition>>;
  /** The codes of value sets, by system; without those whose codes FHIR does not list, such as MIME types. */
  readonly valueSets: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

const file = path.join(process.cwd(), "lib/fhir/validate/r4.json");

let kept: Definitions | undefined;

export function definitions(): Definitions {
  const read: Definitions = kept ?? JSON.parse(readFileSync(file, "utf8"));
  kept = read;
  return read;
}
