/** What a simulated vendor answers: one text with a known length, or lines that are streamed as they are made. */
export type Reply = {
  status: number;
  headers?: Record<string, string>;
} & ({ body: string; lines?: undefined } | { lines: Iterable<string>; body?: undefined });

/** Answers with a JSON document. */
export function jsonReply(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** Answers with a status and headers alone. */
export function emptyReply(status: number, headers: Record<string, string> = {}): Reply {
  return { status, headers, body: "" };
}
