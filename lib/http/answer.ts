/** What an operation answers, as status, headers and text: the form that is sent, kept and sent again. */
import { z } from "zod";
import { toCsv } from "./csv";
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
export interface AnswerShape {
  readonly returns?: z.ZodType;
  readonly status?: number;
  readonly csv?: readonly string[];
}

/** How this request wants its answer. */
export interface AnswerWish {
  readonly path: string;
  readonly csv: boolean;
}

/** The fields of a list's items, or undefined when `returns` is no list. */
export function listColumns(returns: z.ZodType | undefined): string[] | undefined {
  if (!(returns instanceof z.ZodObject) || !("nextCursor" in returns.shape)) return undefined;
  const { data } = returns.shape;
  if (!(data instanceof z.ZodArray)) return undefined;
  return data.element instanceof z.ZodObject ? Object.keys(data.element.shape) : [];
}

function checkedValue(returns: z.ZodType | undefined, value: unknown): unknown {
  if (!returns) return value;
  const parsed = returns.safeParse(value);
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues.map(({ code, path }) => `${path.join(".")}: ${code}`).join(", ");
  throw httpErrors.answer_malformed({ internal: { reason }, cause: parsed.error });
}

const itemsSchema = z.object({ data: z.array(z.unknown()), nextCursor: z.string().nullable() });
const identified = z.object({ id: z.string() });

function csvAnswer(
  columns: readonly string[],
  status: number,
  headers: Record<string, string>,
  value: unknown,
) {
  const { data, nextCursor } = itemsSchema.parse(value);
  const next: Record<string, string> = nextCursor ? { "x-next-cursor": nextCursor } : {};
  return {
    status,
    headers: { "content-type": "text/csv; charset=utf-8", ...next, ...headers },
    body: toCsv(columns, data),
  };
}

/**
 * Shapes what an operation gave by what its route promised. Throws `answer_malformed` when it gave something
 * else: that is our mistake, never the caller's.
 */
export function toAnswer(shape: AnswerShape, given: unknown, wish: AnswerWish): Answer {
  const { value, status: ownStatus, headers } = isReply(given) ? given : reply(given);
  const checked = checkedValue(shape.returns, value);
  const status = ownStatus ?? shape.status ?? 200;
  if (status === 204 || checked === undefined) return { status, headers: { ...headers }, body: null };
  const columns = shape.csv ?? listColumns(shape.returns);
  if (wish.csv && columns) return csvAnswer(columns, status, { ...headers }, checked);
  const created = status === 201 ? identified.safeParse(checked).data : undefined;
  const location: Record<string, string> = created ? { location: `${wish.path}/${created.id}` } : {};
  return {
    status,
    headers: { "content-type": "application/json", ...location, ...headers },
    body: JSON.stringify(checked),
  };
}
