/** The parameters that say how a search's results look: _count, _sort, _summary, _elements, _total, _include. */
import type { RecordEntity } from "@/lib/records";
import { facadeErrors } from "./errors";
import type { ReferenceParameter } from "./parameter-kinds";
import { entityOf } from "./resource-types";
import { searchParameters } from "./search-parameters";

const defaultCount = 50;
const mostCount = 500;

/** How many entries a page holds. Throws `parameter_invalid`. */
export function countOf(query: URLSearchParams): number {
  const text = query.get("_count");
  if (text === null) return defaultCount;
  if (!/^\d{1,9}$/.test(text)) {
    throw facadeErrors.parameter_invalid({ detail: "Write _count as a whole number." });
  }
  return Math.min(Number(text), mostCount);
}

/** A part of the answer that other resources fill: what matches point at, or what points at matches. */
export interface Inclusion {
  readonly source: RecordEntity;
  readonly parameter: ReferenceParameter;
  /** Only targets of this entity. */
  readonly target?: RecordEntity;
  /** Also from what was included. */
  readonly iterates: boolean;
}

function isReference(parameter: unknown): parameter is ReferenceParameter {
  return (
    typeof parameter === "object" && parameter !== null && Reflect.get(parameter, "type") === "reference"
  );
}

/** The reference parameters of an entity, by name. */
export function referenceParameters(entity: RecordEntity): [string, ReferenceParameter][] {
  return Object.entries(searchParameters[entity]).flatMap(([name, parameter]) =>
    isReference(parameter) ? [[name, parameter] as [string, ReferenceParameter]] : [],
  );
}

function inclusionsOf(name: string, value: string, iterates: boolean): Inclusion[] {
  const [type = "", wanted = "", targetType] = value.split(":");
  const source = entityOf(type);
  const target = targetType ? entityOf(targetType) : undefined;
  const parameters = source ? referenceParameters(source) : [];
  const found = parameters.filter(([known]) => wanted === "*" || known === wanted);
  if (!source || found.length === 0 || (targetType && !target)) {
    throw facadeErrors.parameter_unsupported({
      detail: `Write ${name} as Type:parameter or Type:parameter:TargetType, as the CapabilityStatement names them.`,
    });
  }
  return found.map(([, parameter]) => ({ source, parameter, target, iterates }));
}

/** What `_include` or `_revinclude` ask for, with and without :iterate. */
export function inclusionsIn(query: URLSearchParams, name: "_include" | "_revinclude"): Inclusion[] {
  return [
    ...query.getAll(name).flatMap((value) => inclusionsOf(name, value, false)),
    ...[...query.getAll(`${name}:iterate`), ...query.getAll(`${name}:recurse`)].flatMap((value) =>
      inclusionsOf(name, value, true),
    ),
  ];
}

const totals = ["none", "estimate", "accurate"] as const;
const summaries = ["true", "false", "text", "data", "count"] as const;

function oneOf<Word extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const word = words.find((one) => one === text);
  if (word) return word;
  throw facadeErrors.parameter_invalid({ detail: `Write ${name} as one of ${words.join(", ")}.` });
}

/** Which part of each resource is shown. */
export interface Parts {
  readonly summary?: (typeof summaries)[number];
  readonly elements?: readonly string[];
}

/** Throws `parameter_invalid`. */
export function partsIn(query: URLSearchParams): Parts {
  return {
    summary: oneOf(query, "_summary", summaries),
    elements: query
      .get("_elements")
      ?.split(",")
      .map((name) => name.trim())
      .filter(Boolean),
  };
}

export interface ResultParameters extends Parts {
  readonly count: number;
  readonly total?: (typeof totals)[number];
  readonly includes: readonly Inclusion[];
  readonly revincludes: readonly Inclusion[];
}

/** Throws `parameter_invalid`, `parameter_unsupported`. */
export function resultParameters(query: URLSearchParams): ResultParameters {
  return {
    count: countOf(query),
    total: oneOf(query, "_total", totals),
    ...partsIn(query),
    includes: inclusionsIn(query, "_include"),
    revincludes: inclusionsIn(query, "_revinclude"),
  };
}

/** Names that no condition is made of. */
export const resultNames: ReadonlySet<string> = new Set([
  "_count",
  "_sort",
  "_total",
  "_summary",
  "_elements",
  "_include",
  "_include:iterate",
  "_include:recurse",
  "_revinclude",
  "_revinclude:iterate",
  "_revinclude:recurse",
  "_format",
  "_pretty",
]);
