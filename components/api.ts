/** How screens ask the server: every answer is parsed, every problem is thrown as one. */
import { z } from "zod";

const problemSchema = z.object({
  title: z.string(),
  status: z.number(),
  detail: z.string().optional(),
  code: z.string(),
  requestId: z.string().optional(),
  owner: z.enum(["caller", "tenant", "vendor", "carelane"]).default("carelane"),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});

/** A problem document (RFC 9457) as the server sent it. */
export type Problem = z.infer<typeof problemSchema>;

/** A title comes without a full stop, and a further sentence may follow it. */
function asSentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

/** Thrown by `apiFetch`; `message` is a sentence for people. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId?: string;
  readonly owner: Problem["owner"];
  /** What is wrong with which field of the body. */
  readonly fields: Problem["errors"];

  constructor(problem: Problem) {
    super(asSentence(problem.detail ?? problem.title));
    this.name = "ApiError";
    this.status = problem.status;
    this.code = problem.code;
    this.requestId = problem.requestId;
    this.owner = problem.owner;
    this.fields = problem.errors;
  }
}

export interface ApiInit {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** No key, pointer or touch for this long: what the page asks for then keeps no session alive. */
const unattendedAfterMs = 60_000;
let lastInputAtMs = Date.now();
if (typeof window !== "undefined") {
  for (const event of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    window.addEventListener(event, () => (lastInputAtMs = Date.now()), { passive: true, capture: true });
  }
}

function requestHeaders(init: ApiInit): Record<string, string> {
  const unattended = Date.now() - lastInputAtMs > unattendedAfterMs;
  return {
    accept: "application/json",
    ...(init.body !== undefined && { "content-type": "application/json" }),
    ...(unattended && { "carelane-unattended": "1" }),
    ...init.headers,
  };
}

const unreachable: Problem = {
  title: "Carelane does not answer",
  detail: "Carelane does not answer. Check the connection and try again.",
  status: 0,
  code: "unreachable",
  owner: "carelane",
  errors: [],
};

/** The server's answer as it came; throws `ApiError` when there is none. */
export async function send(path: string, init: ApiInit): Promise<Response> {
  try {
    return await fetch(path, {
      method: init.method ?? "GET",
      headers: requestHeaders(init),
      body: init.body === undefined ? undefined : JSON.stringify(init.body),
      signal: init.signal,
    });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(unreachable);
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    // A proxy's own page, for example.
    return undefined;
  }
}

function problemOf(response: Response, body: unknown): Problem {
  const problem = problemSchema.safeParse(body);
  if (problem.success) return problem.data;
  return {
    ...unreachable,
    title: "The server answered something unexpected",
    detail: `The server answered ${response.status}. Try again.`,
    status: response.status,
    code: "unexpected_answer",
  };
}

/**
 * Asks `path` (under /api) and answers the body as `schema` reads it. Throws `ApiError` for a problem; a
 * session that has ended leads to the sign-in page.
 */
export async function apiFetch<S extends z.ZodType>(
  path: string,
  schema: S,
  init: ApiInit = {},
): Promise<z.output<S>> {
  const response = await send(path, init);
  const body = await readJson(response);
  if (response.ok) return schema.parse(body);
  if (response.status === 401) leaveForSignIn();
  throw new ApiError(problemOf(response, body));
}

/** To the sign-in page, which says that the session has ended and leads back here. */
export function leaveForSignIn(): void {
  const next = `${window.location.pathname}${window.location.search}`;
  window.location.assign(`/sign-in?error=SessionRequired&next=${encodeURIComponent(next)}`);
}

/** The address of `path` with the query values that are set. */
export function apiPath(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(set.map(([name, value]) => [name, String(value)]));
  return search.size > 0 ? `${path}?${search}` : path;
}
