/**
 * What may stand in a log line. Nothing passes unless its key is known to hold no patient data: a new field
 * is masked until someone decides otherwise here.
 */

/** Keys whose values are ids of ours, counts, durations, states or names of our own code. */
const plainKey =
  /^(id|.*Id|.*Ids|code|status|kind|owner|type|event|entity|entities|connector|queue|role|roles|state|phase|attempt|attempts|count|total|.*Count|.*Ms|.*Seconds|.*Bytes|rows|pages|port|method|route|version|signal|pid|priority|reason|purpose|channel|mode|direction|at|service|sqlState|table|constraint|worker|url[A-Z]?Host|bytes|applied|concurrency|seq|epoch|auditHead)$/;

/** Ids of the vendor's patients say who someone is, unlike ours. */
const forbiddenKey =
  /remote|member|subscriber|patient(?!Count)|secret|token|password|signature|ssn|mrn|key$/i;

const email = /^([^@\s])[^@\s]*@([^@\s]+\.[^@\s]+)$/;
const phone = /^\+?[\d\s().-]{7,20}$/;

/** The masked form of a value: j***@example.com, ***-1234, everything else [redacted]. */
export function mask(value: unknown): string {
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const mail = email.exec(text);
  if (mail) return `${mail[1]}***@${mail[2]}`;
  if (phone.test(text)) return `***-${text.replace(/\D/g, "").slice(-4)}`;
  return "[redacted]";
}

function isPlain(key: string): boolean {
  return plainKey.test(key) && !forbiddenKey.test(key);
}

function redactValue(key: string, value: unknown, depth: number): unknown {
  if (value === null || value === undefined || typeof value === "boolean") return value;
  if (value instanceof Date) return isPlain(key) ? value.toISOString() : mask(value);
  if (Array.isArray(value)) {
    return depth > 4 ? "[redacted]" : value.slice(0, 50).map((item) => redactValue(key, item, depth + 1));
  }
  if (typeof value === "object") {
    return depth > 4 || forbiddenKey.test(key) ? "[redacted]" : redactFields(value, depth + 1);
  }
  if (!isPlain(key)) return mask(value);
  return typeof value === "bigint" ? value.toString() : value;
}

/** A copy of `fields` in which only plain keys keep their values. */
export function redactFields(fields: object, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, redactValue(key, value, depth)]),
  );
}

const eventKey =
  /^(patientName|requestedBy|contact.*|notes?|address(es)?|email|phone|dateOfBirth)$|secret|token|password|key|signature|ssn/i;

/** A copy of an event for logs or metrics, without the fields that name a person or hold a secret. */
export function sanitizeEvent(event: unknown): unknown {
  if (Array.isArray(event)) return event.map(sanitizeEvent);
  if (typeof event !== "object" || event === null) return event;
  return Object.fromEntries(
    Object.entries(event)
      .filter(([key]) => !eventKey.test(key))
      .map(([key, value]) => [key, sanitizeEvent(value)]),
  );
}
