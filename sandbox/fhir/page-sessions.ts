/** Search results that a client pages through by opaque, perishable links. */
import { randomBytes } from "node:crypto";

/** What is left of a search after a page. */
export interface PageSession {
  type: string;
  ids: string[];
  /** The ids that pass the filters applied page by page; all when undefined. */
  passing?: Set<string>;
  offset: number;
  count: number;
}

const keptSessions = 10_000;

export class PageSessions {
  readonly #sessions = new Map<string, PageSession & { endsAtMs: number }>();

  constructor(
    private readonly lifetimeSeconds: number,
    private readonly now: () => number,
  ) {}

  /** Keeps a page to come and returns the id that leads to it, as often as it is asked for. */
  open(session: PageSession): string {
    const id = `16-${randomBytes(16).toString("hex").toUpperCase()}`;
    this.#sessions.set(id, { ...session, endsAtMs: this.now() + this.lifetimeSeconds * 1_000 });
    const [oldest = ""] = this.#sessions.keys();
    if (this.#sessions.size > keptSessions) this.#sessions.delete(oldest);
    return id;
  }

  find(id: string): PageSession | undefined {
    const session = this.#sessions.get(id);
    return session !== undefined && session.endsAtMs > this.now() ? session : undefined;
  }

  expire(id: string): void {
    this.#sessions.delete(id);
  }
}
