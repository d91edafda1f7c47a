/** One request on its way through a route: what is known of it, and the headers its answer will carry. */
import type { Answer, AnswerWish } from "./answer";
import { peerAddress, requestIdOf } from "./caller";
import type { HandlerContext } from "./declaration";

const apiHeaders: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

export interface Exchange {
  readonly request: Request;
  readonly context: HandlerContext;
  readonly requestId: string;
  readonly ip: string;
  readonly wish: AnswerWish;
  /** Headers of the answer, whatever becomes of the request. */
  readonly headers: Record<string, string>;
}

function wantsCsv(request: Request, url: URL): boolean {
  const format = url.searchParams.get("format");
  if (format) return format.toLowerCase() === "csv";
  return (request.headers.get("accept") ?? "").toLowerCase().includes("text/csv");
}

export function openExchange(request: Request, context: HandlerContext): Exchange {
  const url = new URL(request.url);
  const requestId = requestIdOf(request.headers);
  return {
    request,
    context,
    requestId,
    ip: peerAddress(request.headers),
    wish: { path: url.pathname, csv: wantsCsv(request, url) },
    headers: { "x-request-id": requestId },
  };
}

/** The answer as it is sent. */
export function toResponse({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers });
}

/** Adds the exchange's headers to `response`; what a route set itself stays as it is. */
export function withExchangeHeaders(response: Response, exchange: Exchange): Response {
  for (const [name, value] of Object.entries(apiHeaders)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  for (const [name, value] of Object.entries(exchange.headers)) response.headers.set(name, value);
  return response;
}
