/** What an operation answers, as status, headers and text: the form that is sent, kept and sent again. */
import { z } from "zod";
import { httpErrors } from "./errors";

const mark = Symbol.for("carelane.reply");

/** A value with headers or a status of its own. */
export interface Reply<Value> {
  readonly [mark]: true;
  readonly value: Value;
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers `value` with headers (`{ etag }`) or another status than the route's. */
export function reply<Value>(
  value: Value,
  { status, headers = {} }: { status?: number; headers?: Readonly<Record<string, string>> } = {},
): Reply<Value> {
  return { [mark]: true, value, status, headers };
}

export function isReply(value: unknown): value is Reply<unknown> {
  return typeof value === "object" && value !== null && mark in value;
}

export const answerSchema = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
});

export type Answer = z.infer<typeof answerSchema>;

/** What of a route decides how its values look. */
interface AnswerShape {
  readonly returns?: z.ZodType;
  readonly status?: number;
}

/** How this request wants its answer. */
export interface AnswerWish {
  readonly path: string;
  /** Lists as a table instead of JSON. */
  readonly csv: boolean;
}

/** `value` as `returns` promises it. Throws `answer_malformed` when it is something else. */
export function checkedValue(returns: z.ZodType | undefined, value: unknown): unknown {
  if (!returns) return value;
  const parsed = returns.safeParse(value);
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues.map(({ code, path }) => `${path.join(".")}: ${code}`).join(", ");
  throw httpErrors.answer_malformed({ internal: { reason }, cause: parsed.error });
}

const identified = z.object({ id: z.string() });

/**
 * Shapes what an operation gave by what its route promised. Throws `answer_malformed` when it gave something
 * else: that is our mistake, never the caller's.
 */
export function toAnswer(shape: AnswerShape, given: unknown, wish: AnswerWish): Answer {
  const { value, status: ownStatus, headers } = isReply(given) ? given : reply(given);
  const checked = checkedValue(shape.returns, value);
  const status = ownStatus ?? shape.status ?? 200;
  if (status === 204 || checked === undefined) return { status, headers: { ...headers }, body: null };
  const created = status === 201 ? identified.safeParse(checked).data : undefined;
  const location: Record<string, string> = created ? { location: `${wish.path}/${created.id}` } : {};
  return {
    status,
    headers: { "content-type": "application/json", ...location, ...headers },
    body: JSON.stringify(checked),
  };
}
