/**
 * Kinds of search parameters over our records. Each says where its value stands in a record, as PostgreSQL's SQL/JSON
 * path, and, where there is one, under which of a record's search keys it is found: keys find candidates fast, paths
 * decide. Pure.
 */
import type { RecordEntity } from "@/lib/records";

/** How a token is written in a record. */
export type TokenShape = "coded" | "identifier" | "code" | "flag" | "presence" | "phone" | "email";

export interface TokenParameter {
  readonly type: "token";
  readonly shape: TokenShape;
  readonly paths: readonly string[];
  /** The records' search key. */
  readonly key?: string;
  /** The key finds exactly the records that the paths do. */
  readonly isExact?: boolean;
  /** Of plain codes: the system that FHIR binds them to; undefined where others are used too, so that any is taken. */
  readonly system?: string;
}

export interface StringParameter {
  readonly type: "string";
  readonly paths: readonly string[];
  /** Its values are among the words by which people look for records. */
  readonly isWord?: boolean;
}

export interface DateParameter {
  readonly type: "date";
}

export interface QuantityParameter {
  readonly type: "quantity";
  /** Of what holds `value` and `unit`. */
  readonly paths: readonly string[];
}

export interface ReferenceTarget {
  readonly entity: RecordEntity;
  readonly path: string;
  readonly key: string;
  readonly isExact: boolean;
}

export interface ReferenceParameter {
  readonly type: "reference";
  readonly targets: readonly ReferenceTarget[];
}

export type SearchParameter =
  | TokenParameter
  | StringParameter
  | DateParameter
  | QuantityParameter
  | ReferenceParameter;

/** Codes with their systems and translations: found by their key exactly. */
export function coded(path: string, key?: string, ...more: readonly string[]): TokenParameter {
  const paths = [path, ...more].flatMap((one) => [one, `${one}.translations[*]`]);
  return { type: "token", shape: "coded", paths, key, isExact: key !== undefined };
}

/** The same where the key holds other codes too. */
export function codedAmong(path: string, key: string): TokenParameter {
  return { ...coded(path, key), isExact: false };
}

export function plainCode(path: string, system: string | undefined, key?: string): TokenParameter {
  return { type: "token", shape: "code", paths: [path], system, key, isExact: key !== undefined };
}

export const identifiers: TokenParameter = {
  type: "token",
  shape: "identifier",
  paths: ["$.identifiers[*]"],
  key: "identifier",
  isExact: true,
};

export function flag(path: string): TokenParameter {
  return { type: "token", shape: "flag", paths: [path] };
}

/** True where there is a value at `path`. */
export function presence(path: string): TokenParameter {
  return { type: "token", shape: "presence", paths: [path] };
}

const emails = '$.telecoms[*] ? (@.system == "email")';
const others = '$.telecoms[*] ? (@.system != "email")';

export const email: TokenParameter = {
  type: "token",
  shape: "email",
  paths: [emails],
  key: "email",
  isExact: true,
};
/** A patient's numbers are kept as keys, a practitioner's are not. */
export const phone: TokenParameter = { type: "token", shape: "phone", paths: [others] };
export const telecom: TokenParameter = { type: "token", shape: "email", paths: ["$.telecoms[*]"] };

export function string(...paths: readonly string[]): StringParameter {
  return { type: "string", paths };
}

export function word(...paths: readonly string[]): StringParameter {
  return { type: "string", paths, isWord: true };
}

export const date: DateParameter = { type: "date" };

export function quantity(...paths: readonly string[]): QuantityParameter {
  return { type: "quantity", paths };
}

export function target(entity: RecordEntity, path: string, key: string, isExact = true): ReferenceTarget {
  return { entity, path, key, isExact };
}

export function reference(...targets: readonly ReferenceTarget[]): ReferenceParameter {
  return { type: "reference", targets };
}

/** The values at `path` in a record's data, for the few forms that references have: `$.a[*].b`. */
export function valuesAt(data: unknown, path: string): unknown[] {
  return path
    .replaceAll("[*]", ".[*]")
    .split(".")
    .slice(1)
    .reduce<unknown[]>(
      (values, part) =>
        values.flatMap((value): unknown[] => {
          if (part === "[*]") return Array.isArray(value) ? value : [];
          return typeof value === "object" && value !== null ? [Reflect.get(value, part)] : [];
        }),
      [data],
    );
}
