/** Errors as RFC 9457 problem documents. */
import { z } from "zod";
import { env } from "@/lib/platform/env";
import { type CarelaneError, isCarelaneError } from "@/lib/platform/errors";
import { createLogger } from "@/lib/platform/logger";
import { httpErrors } from "./errors";

const log = createLogger("http");

export const problemSchema = z
  .object({
    type: z.string().describe("Address of this error in the API reference"),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional().describe("What to do next"),
    instance: z.string().describe("Path of the request"),
    code: z.string().describe("Stable name of the error"),
    requestId: z.string(),
    owner: z.enum(["caller", "tenant", "vendor", "carelane"]).describe("Who can put it right"),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem" });

type Problem = z.infer<typeof problemSchema> & Readonly<Record<string, unknown>>;

/** Where and under which id a request failed. */
export interface ProblemContext {
  readonly requestId: string;
  /** Path of the request, without its query. */
  readonly instance: string;
}

/** The error as one of ours; what is not, is an `internal_error` that tells the caller nothing of its cause. */
export function asCarelaneError(error: unknown): CarelaneError {
  return isCarelaneError(error) ? error : httpErrors.internal_error({ cause: error });
}

/** The document a caller gets. `internal` and causes stay behind; a 500 shows no detail. */
export function toProblem(error: CarelaneError, { requestId, instance }: ProblemContext): Problem {
  return {
    ...error.members,
    type: `${env().NEXTAUTH_URL.replace(/\/$/, "")}/docs/api#error-${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.status === 500 ? undefined : error.detail,
    instance,
    code: error.code,
    requestId,
    owner: error.owner,
    errors: error.errors?.map(({ path, message }) => ({ path, message })),
  };
}

/** Headers that belong to an error: the type of the document, when to come back, and whether on this connection. */
export function problemHeaders(error: CarelaneError): Record<string, string> {
  const headers: Record<string, string> = { "content-type": "application/problem+json" };
  if (error.retryAfterMs !== undefined) {
    headers["retry-after"] = String(Math.max(1, Math.ceil(error.retryAfterMs / 1_000)));
  }
  if (error.status === 401) headers["www-authenticate"] = 'Bearer realm="carelane"';
  // The rest of such a body is not taken in, so the connection ends: nobody shall send another request on it.
  if (error.status === 413) headers.connection = "close";
  return headers;
}

/** Answers `error` as a problem document. Failures of ours are logged with their stack. */
export function problemResponse(error: unknown, context: ProblemContext): Response {
  const known = asCarelaneError(error);
  if (known.status >= 500) log.error("A request failed", { error, status: known.status });
  return new Response(JSON.stringify(toProblem(known, context)), {
    status: known.status,
    headers: problemHeaders(known),
  });
}
