/** An error as it may stand in a log: code, frames and cause chain, but no message that could quote data. */
import { isCarelaneError } from "../errors";
import { redactFields } from "./redact";

interface ErrorDescription {
  name: string;
  code?: string;
  message?: string;
  detail?: string;
  kind?: string;
  table?: string;
  constraint?: string;
  internal?: Record<string, unknown>;
  frames?: string[];
  cause?: ErrorDescription;
}

/** Messages of these classes are written by people who did not see our data. */
const safeSystemCode = /^(E[A-Z_]+|ERR_[A-Z_]+|UND_ERR_[A-Z_]+)$/;

function textOf(error: object, key: string): string | undefined {
  const value: unknown = Reflect.get(error, key);
  return typeof value === "string" ? value : undefined;
}

const frameLine = /^\s+at .*(:\d+:\d+|<anonymous>|native)\)?$/;

// The stack begins with the message, whose own lines may look like frames.
function framesOf(error: Error): string[] {
  const lines = (error.stack ?? "").replace(error.message, () => "").split("\n");
  return lines
    .filter((line) => frameLine.test(line))
    .map((line) => line.trim().slice(3))
    .slice(0, 12);
}

/**
 * Describes `error` and its causes. A message is kept only for our own errors (whose titles are fixed texts)
 * and for system errors; parsers and databases quote the value they choke on.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = textOf(error, "code");
  const description: ErrorDescription = { name: error.name, code, frames: framesOf(error) };
  if (isCarelaneError(error)) {
    description.message = error.title;
    description.kind = error.kind;
    if (error.internal) description.internal = redactFields(error.internal);
  } else if (code && safeSystemCode.test(code)) {
    description.message = error.message;
  } else {
    description.table = textOf(error, "table");
    description.constraint = textOf(error, "constraint");
  }
  if (error.cause !== undefined && depth < 5) description.cause = describeError(error.cause, depth + 1);
  return description;
}
