/** From a request to checked params, query and body. */
import type { z } from "zod";
import type { Actor } from "@/lib/auth";
import { fieldErrors, parseInAnyCase } from "./any-case";
import { assertJsonType, parseJson, readBytes } from "./body";
import { isCrossOrigin } from "./caller";
import type { AnyDeclaration, HandlerContext } from "./declaration";
import { httpErrors } from "./errors";

const defaultMaxBodyBytes = 1_048_576;

export interface ParsedInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** The body as it came, for comparing repeats. */
  readonly bytes: Uint8Array;
}

function checked(schema: z.ZodType, input: unknown): unknown {
  const parsed = parseInAnyCase(schema, input);
  if (parsed.success) return parsed.data;
  throw httpErrors.content_invalid({
    detail: "Correct the fields named in errors and send it again.",
    errors: fieldErrors(parsed.error),
  });
}

/** A parameter given once is text, one given several times a list. */
function queryInput(url: URL): Record<string, string | string[]> {
  const names = new Set(url.searchParams.keys());
  return Object.fromEntries(
    [...names].map((name) => {
      const values = url.searchParams.getAll(name);
      const [only] = values;
      return [name, values.length === 1 && only !== undefined ? only : values];
    }),
  );
}

async function paramsOf(schema: z.ZodType | undefined, context: HandlerContext): Promise<unknown> {
  if (!schema) return undefined;
  const parsed = parseInAnyCase(schema, { ...(await context.params) });
  // An id that cannot be one names nothing.
  if (!parsed.success) throw httpErrors.not_found();
  return parsed.data;
}

/** Bodies of keys and of our own pages need no exact Content-Type. */
function isTrusted(request: Request, actor: Actor | undefined): boolean {
  return actor?.kind === "key" || !isCrossOrigin(request.headers);
}

async function bodyOf(
  { body: schema, rawBody, maxBodyBytes = defaultMaxBodyBytes }: AnyDeclaration,
  request: Request,
  actor: Actor | undefined,
): Promise<{ body: unknown; bytes: Uint8Array }> {
  if (rawBody) return { body: undefined, bytes: await readBytes(request, maxBodyBytes) };
  if (!schema) return { body: undefined, bytes: new Uint8Array() };
  const hasBody = request.body !== null && request.headers.get("content-length") !== "0";
  if (hasBody) assertJsonType(request.headers.get("content-type"), isTrusted(request, actor));
  const bytes = await readBytes(request, maxBodyBytes);
  return { bytes, body: checked(schema, bytes.byteLength === 0 ? undefined : parseJson(bytes)) };
}

/** Everything a route declared of its input, parsed. Throws 400, 404, 413, 415 or 422. */
export async function readInput(
  declaration: AnyDeclaration,
  request: Request,
  context: HandlerContext,
  actor: Actor | undefined,
): Promise<ParsedInput> {
  const params = await paramsOf(declaration.params, context);
  const query = declaration.query && checked(declaration.query, queryInput(new URL(request.url)));
  return { params, query, ...(await bodyOf(declaration, request, actor)) };
}
