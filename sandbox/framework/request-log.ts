/** What was asked of the vendors, newest kept: the proof of what a client truly sent. */
interface LoggedRequest {
  /** ISO 8601 UTC, when the call arrived. */
  at: string;
  method: string;
  path: string;
  /** The query as sent, without its question mark. */
  query: string;
  /** The status answered; 0 when the connection was cut before any. */
  status: number;
  /** Milliseconds until the answer was fully sent; until it began, while it is being sent. */
  ms: number;
  /** Bytes of the request's body. */
  bodyBytes: number;
}

const capacity = 50_000;

export class RequestLog {
  #entries: (LoggedRequest & { vendor: string })[] = [];

  /** Records a call; the entry returned may be completed once the answer is sent. */
  record(vendor: string, call: LoggedRequest): LoggedRequest {
    const entry = { ...call, vendor };
    this.#entries.push(entry);
    // Dropping a tenth at once keeps the cost of forgetting away from the single call.
    if (this.#entries.length > capacity) this.#entries.splice(0, capacity / 10);
    return entry;
  }

  /** The newest `limit` matching calls, oldest of them first; `total` counts all matching ones still kept. */
  list(filter: { vendor?: string; since?: Date; limit: number }): { total: number; items: LoggedRequest[] } {
    const since = filter.since?.toISOString() ?? "";
    const matching = this.#entries.filter(
      (e) => (filter.vendor === undefined || e.vendor === filter.vendor) && e.at >= since,
    );
    return {
      total: matching.length,
      items: matching.slice(-filter.limit).map(({ vendor: _, ...entry }) => entry),
    };
  }
}
