/**
 * Field paths: JSONPath (RFC 9535) for reading. The library walks a syntax tree and evaluates no code.
 * Writing through the same paths is in write-path.ts.
 */
import { JSONPathEnvironment, JSONPathError, type JSONPathQuery, type JSONValue } from "json-p3";
import { mappingErrors } from "./errors";
import { boundRegularExpressions } from "./regular-expressions";

export interface FieldPath {
  /** As it was written. */
  readonly text: string;
  /** Characters that were put before `text` to make it start at the root: positions are told without them. */
  readonly offset: number;
  readonly query: JSONPathQuery;
}

/** What JSON can hold. Library and callers name it alike. */
export type Json = JSONValue;

const environment = new JSONPathEnvironment({ maxRecursionDepth: 100 });
boundRegularExpressions(environment);

/** Where in the text an error stands, counted from 1. */
function positionIn(error: JSONPathError, offset: number, length: number): number {
  return Math.min(Math.max(error.token.index - offset, 0), length) + 1;
}

/**
 * Reads a path; without a leading `$` it starts at the root.
 * Throws `path_invalid` with the position of what is wrong, counted from 1.
 */
export function parsePath(text: string): FieldPath {
  const prefix = text.startsWith("$") ? "" : text.startsWith("[") ? "$" : "$.";
  try {
    return { text, offset: prefix.length, query: environment.compile(prefix + text) };
  } catch (cause) {
    const where =
      cause instanceof JSONPathError ? ` at position ${positionIn(cause, prefix.length, text.length)}` : "";
    throw mappingErrors.path_invalid({ detail: `“${text}” goes wrong${where}.`, cause });
  }
}

/** Every value the path addresses, in document order. */
export function readAll(path: FieldPath, document: Json): Json[] {
  return path.query.query(document).values();
}

/** The first value the path addresses; undefined when there is none. */
export function readFirst(path: FieldPath, document: Json): Json | undefined {
  return path.query.match(document)?.value;
}
