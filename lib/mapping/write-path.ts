/**
 * Writing through a field path. Where the path already finds a value, its first match is replaced, which is the one
 * a reader gets; otherwise what is missing is created, list entries so that they satisfy the path's own filter.
 * Documents are never changed in place: what lies along the path is copied, all else is shared with the original.
 */
import { JSONPathNode, jsonpath } from "json-p3";
import { mappingErrors } from "./errors";
import { type FieldPath, type Json, parsePath, readFirst } from "./path";

const { IndexSelector, FilterSelector, NameSelector, WildcardSelector } = jsonpath.selectors;
const {
  BooleanLiteral,
  InfixExpression,
  LogicalExpression,
  NullLiteral,
  NumberLiteral,
  RelativeQuery,
  StringLiteral,
} = jsonpath.expressions;

type Segment = FieldPath["query"]["segments"][number];
type Selector = Segment["selectors"][number];
type Location = readonly (string | number)[];
type JsonObject = { [key: string]: Json };

/** A path through which values can be written: each part of it names a single place that can be created. */
export interface WritablePath extends FieldPath {
  readonly places: readonly { readonly segment: Segment; readonly selector: Selector }[];
}

/** Names through which careless code reaches what all objects share; no record has fields called so. */
const dangerousNames = new Set(["__proto__", "prototype", "constructor"]);

function isNothing(value: Json): value is null | undefined {
  return value === null || value === undefined;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function blocked(path: FieldPath, why: string) {
  return mappingErrors.path_blocked({ detail: `“${path.text}” cannot be written: ${why}.` });
}

/** Why a part of a path cannot be created; undefined when it can. */
function obstacleIn(segment: Segment): string | undefined {
  const [selector, ...others] = segment.selectors;
  if (others.length > 0 || segment.toString().startsWith("..")) return "names several places";
  if (selector instanceof NameSelector)
    return dangerousNames.has(selector.name) ? "has a name that fields may not have" : undefined;
  if (selector instanceof FilterSelector)
    return entryFor(selector, {}) === undefined
      ? "has a filter for which no entry can be made; compare with =="
      : undefined;
  if (selector instanceof IndexSelector || selector instanceof WildcardSelector) return undefined;
  return "names several places";
}

/**
 * Reads a path that is to be written through. Throws `path_invalid`, or `path_not_writable` with the position, counted
 * from 1, of the part that names no single place.
 */
export function parseWritablePath(text: string): WritablePath {
  const path = parsePath(text);
  const { segments } = path.query;
  if (segments.length === 0)
    throw mappingErrors.path_not_writable({ detail: `“${text}” names the whole record.` });
  const places = segments.map((segment) => {
    const obstacle = obstacleIn(segment);
    const [selector] = segment.selectors;
    if (obstacle === undefined && selector !== undefined) return { segment, selector };
    const position = Math.max(segment.token.index - path.offset, 0) + 1;
    throw mappingErrors.path_not_writable({ detail: `“${text}” at position ${position} ${obstacle}.` });
  });
  return { ...path, places };
}

function literalOf(expression: unknown): string | number | boolean | null | undefined {
  if (expression instanceof NullLiteral) return null;
  const isLiteral =
    expression instanceof StringLiteral ||
    expression instanceof NumberLiteral ||
    expression instanceof BooleanLiteral;
  return isLiteral ? expression.value : undefined;
}

/** Path and value of each `@.path == literal` that a filter asks for; of alternatives, the first. */
function wishesOf(expression: unknown): { path: string; value: string | number | boolean | null }[] {
  if (expression instanceof LogicalExpression) return wishesOf(expression.expression);
  if (!(expression instanceof InfixExpression)) return [];
  const { left, operator, right } = expression;
  if (operator === "&&") return [...wishesOf(left), ...wishesOf(right)];
  if (operator === "||") return wishesOf(left);
  if (operator !== "==") return [];
  const [query, literal] = left instanceof RelativeQuery ? [left, right] : [right, left];
  const value = literalOf(literal);
  if (!(query instanceof RelativeQuery) || value === undefined) return [];
  return [{ path: query.path.toString(), value }];
}

/** A list entry that the filter accepts; undefined when none can be made. */
function entryFor(filter: InstanceType<typeof FilterSelector>, root: Json): Json {
  const entry = wishesOf(filter.expression).reduce<Json>(
    (made, { path, value }) => (path === "$" ? value : write(parseWritablePath(path), made, value)),
    {},
  );
  return filter.resolve(new JSONPathNode([entry], [], root)).length > 0 ? entry : undefined;
}

/** The list with one more entry, where `selector` names a place just behind its end. */
function appended(
  path: WritablePath,
  list: readonly Json[],
  selector: Selector,
  root: Json,
  fill: (entry: Json) => Json,
): Json[] {
  if (selector instanceof FilterSelector) {
    const entry = entryFor(selector, root);
    if (entry === undefined) throw blocked(path, "no entry can be made for its filter");
    return [...list, fill(entry)];
  }
  const isNext =
    selector instanceof IndexSelector && (selector.index === list.length || selector.index === -1);
  if (isNext || (selector instanceof WildcardSelector && list.length === 0))
    return [...list, fill(undefined)];
  throw blocked(path, "entries before it are missing");
}

/** `current` with `value` at the rest of the path, `depth` parts of which lead here. */
function created(path: WritablePath, root: Json, current: Json, depth: number, value: Json): Json {
  const place = path.places[depth];
  if (place === undefined) return value;
  const { segment, selector } = place;
  const fill = (below: Json) => created(path, root, below, depth + 1, value);
  const [match] = segment.resolve([new JSONPathNode(current, [], root)]);
  if (match !== undefined) return replaced(current, match.location, fill(match.value));
  if (selector instanceof NameSelector) {
    if (!isNothing(current) && !isObject(current))
      throw blocked(path, `“${selector.name}” has no object around it`);
    return { ...current, [selector.name]: fill(undefined) };
  }
  if (!isNothing(current) && !Array.isArray(current))
    throw blocked(path, "there is no list where it names one");
  return appended(path, current ?? [], selector, root, fill);
}

/** `document` with another value at a place that exists; undefined takes the place away. */
function replaced(document: Json, location: Location, value: Json): Json {
  const [key, ...below] = location;
  if (key === undefined) return value;
  if (Array.isArray(document)) {
    const index = Number(key);
    const entry = replaced(document[index], below, value);
    return entry === undefined ? document.toSpliced(index, 1) : document.with(index, entry);
  }
  if (!isObject(document)) return document;
  const member = replaced(document[key], below, value);
  if (member !== undefined) return { ...document, [key]: member };
  const { [key]: _removed, ...others } = document;
  return others;
}

/**
 * The document with `value` where the path leads; what the path does not address stays as it is.
 * Throws `path_blocked` when something of another shape is in the way, an entry before it is missing, or the value
 * would contradict the path's own filter.
 */
export function write(path: WritablePath, document: Json, value: Exclude<Json, undefined>): Json {
  const match = path.query.match(document);
  const written =
    match === undefined
      ? created(path, document, document, 0, value)
      : replaced(document, match.location, value);
  const isFiltered = path.places.some(({ selector }) => selector instanceof FilterSelector);
  if (isFiltered && readFirst(path, written) !== value)
    throw blocked(path, "the value contradicts its filter");
  return written;
}

/** The document without the first value that the path finds; entries behind it in a list move up. */
export function remove(path: WritablePath, document: Json): Json {
  const match = path.query.match(document);
  return match === undefined ? document : replaced(document, match.location, undefined);
}
