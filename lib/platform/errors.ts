/**
 * Typed errors. Each domain declares its own in one table; HTTP renders them as RFC 9457 problems,
 * the queue acts on `kind`, alerts go by `owner`.
 */

/** What the queue does next: try again, wait, give up until a person has renewed the sign-in, look before sending again, or give up. */
export type ErrorKind = "retryable" | "rate_limited" | "auth_expired" | "ambiguous" | "invalid" | "fatal";

/** Whose it is: the caller's request, the organization's settings, the vendor, or Carelane itself. */
type ErrorOwner = "caller" | "tenant" | "vendor" | "carelane";

interface ErrorDefinition {
  /** HTTP status when the error reaches a caller. */
  readonly status: number;
  readonly owner: ErrorOwner;
  readonly kind: ErrorKind;
  /** One sentence that names what happened; shown to anyone, so it never holds data. */
  readonly title: string;
}

export interface FieldError {
  readonly path: string;
  readonly message: string;
}

export interface ErrorDetails {
  /** May be shown to anyone who gets the error: what to do next, never a patient's data. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** What else the problem document says (RFC 9457, section 3.2); shown to anyone, like `detail`. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** How long the other side asked us to wait. */
  readonly retryAfterMs?: number;
  /** Ids and counts for the log alone. */
  readonly internal?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

const brand = Symbol.for("carelane.error");

export class CarelaneError extends Error implements ErrorDefinition {
  readonly [brand] = true;
  readonly status: number;
  readonly owner: ErrorOwner;
  readonly kind: ErrorKind;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly members?: Readonly<Record<string, unknown>>;
  readonly retryAfterMs?: number;
  readonly internal?: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: string,
    definition: ErrorDefinition,
    details: ErrorDetails = {},
  ) {
    super(definition.title, { cause: details.cause });
    this.name = "CarelaneError";
    this.status = definition.status;
    this.owner = definition.owner;
    this.kind = definition.kind;
    this.title = definition.title;
    this.detail = details.detail;
    this.errors = details.errors;
    this.members = details.members;
    this.retryAfterMs = details.retryAfterMs;
    this.internal = details.internal;
  }
}

/** Recognises our errors by their mark: the class itself exists once per copy of the library. */
export function isCarelaneError(error: unknown): error is CarelaneError {
  return typeof error === "object" && error !== null && brand in error;
}

/** True when `error` is ours and has one of the codes given. */
export function hasCode(error: unknown, ...codes: string[]): error is CarelaneError {
  return isCarelaneError(error) && codes.includes(error.code);
}

type ErrorFactories<T extends Record<string, ErrorDefinition>> = {
  readonly [Code in keyof T & string]: (details?: ErrorDetails) => CarelaneError;
};

const declared = new Map<string, ErrorDefinition & { domain: string }>();

/**
 * Declares the errors of a domain: the key is the stable `code` clients see.
 * `throw syncErrors.integration_not_active({ detail })`.
 */
export function defineErrors<const T extends Record<string, ErrorDefinition>>(
  domain: string,
  definitions: T,
): ErrorFactories<T> {
  const factories: Record<string, (details?: ErrorDetails) => CarelaneError> = {};
  for (const [code, definition] of Object.entries(definitions)) {
    declared.set(code, { ...definition, domain });
    factories[code] = (details) => new CarelaneError(code, definition, details);
  }
  return factories as ErrorFactories<T>;
}

/** Every declared error with its domain, for the API reference. */
export function declaredErrors(): ReadonlyMap<string, ErrorDefinition & { domain: string }> {
  return declared;
}
