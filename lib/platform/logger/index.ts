/**
 * Structured logs as JSON lines. No line can hold a patient's data or a secret: fields pass an allow list,
 * errors lose every message that could quote a value, and the text of a line is a constant.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import pino from "pino";
import { shared } from "../container";
import { describeError } from "./describe-error";
import { redactFields } from "./redact";

export { mask, sanitizeEvent } from "./redact";

interface LogContext {
  requestId?: string;
  /** Address of the client whose request is served. */
  ip?: string;
  jobId?: string;
  organizationId?: string;
  integrationId?: string;
}

const contexts = shared("log.contexts", () => new AsyncLocalStorage<LogContext>());

/** Runs `work` so that every line it logs carries these ids beside those already set. */
export function withLogContext<T>(context: LogContext, work: () => T): T {
  return contexts.run({ ...contexts.getStore(), ...context }, work);
}

/** The request's id where one is being served. */
export function currentRequestId(): string | undefined {
  return contexts.getStore()?.requestId;
}

/** The address of the client where a request is being served. */
export function currentClientAddress(): string | undefined {
  return contexts.getStore()?.ip;
}

/** What a line tells besides its text; an `error` is described with its causes. */
type LogFields = Readonly<Record<string, unknown>> & { readonly error?: unknown };

interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

function rootLogger(): pino.Logger {
  return shared("log.root", () =>
    pino({
      level: process.env.LOG_LEVEL ?? (process.env.NODE_ENV === "test" ? "error" : "info"),
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    }),
  );
}

function line(service: string, fields: LogFields = {}): Record<string, unknown> {
  const { error, ...rest } = fields;
  const written = { service, ...contexts.getStore(), ...redactFields(rest) };
  return error === undefined ? written : { ...written, error: describeError(error) };
}

/** The logger of one part of the product. `message` is a constant text; everything variable is a field. */
export function createLogger(service: string): Logger {
  return {
    debug: (message, fields) => rootLogger().debug(line(service, fields), message),
    info: (message, fields) => rootLogger().info(line(service, fields), message),
    warn: (message, fields) => rootLogger().warn(line(service, fields), message),
    error: (message, fields) => rootLogger().error(line(service, fields), message),
  };
}
