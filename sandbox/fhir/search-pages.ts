/** Search results handed out page by page as Bundles, each page leading to the next by a perishable link. */
import { drifted } from "@/sandbox/fhir/drift";
import type { JsonObject } from "@/sandbox/fhir/exact-json";
import { fhirTextReply } from "@/sandbox/fhir/fhir-reply";
import type { Holdings } from "@/sandbox/fhir/holdings";
import type { PageSession, PageSessions } from "@/sandbox/fhir/page-sessions";
import type { Reply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";

type Plays = VendorRequest["plays"];

interface PageStyle {
  baseUrl: string;
  /** The query of the link to a page to come; `query` is that of this page. */
  nextQuery(sessionId: string, query: URLSearchParams): string;
  /** Whether `Bundle.total` counts the entries of the page; without it there is no total. */
  countsPage: boolean;
}

/** What there is to say of a page in an outcome entry, if anything. */
type Remark = (page: { isEmptyResult: boolean }) => JsonObject | undefined;

export class SearchPages {
  constructor(
    private readonly holdings: Holdings,
    private readonly sessions: PageSessions,
    private readonly style: PageStyle,
  ) {}

  /** The page a link leads to; undefined when its time is over. */
  kept(type: string, sessionId: string, plays: Plays): PageSession | undefined {
    if (plays("expired_page_session")) this.sessions.expire(sessionId);
    const session = this.sessions.find(sessionId);
    return session?.type === type ? session : undefined;
  }

  /** One page of what `query` asked for. */
  page(session: PageSession, query: URLSearchParams, plays: Plays, remark?: Remark): Reply {
    const { type, ids, passing, offset, count } = session;
    const { baseUrl, countsPage } = this.style;
    const isLast = offset + count >= ids.length;
    const shown = ids.slice(offset, offset + count).filter((id) => passing?.has(id) ?? true);
    const repeated = plays("duplicate_entry") ? (ids[offset - 1] ?? shown[0]) : undefined;
    const entries = [...(repeated === undefined ? [] : [repeated]), ...shown].flatMap((id) =>
      this.#entry(type, id, plays),
    );
    const total = countsPage ? `"total":${entries.length},` : "";
    const links = [link("self", `${baseUrl}/${type}?${query}`)];
    if (!isLast) {
      const next = this.sessions.open({ ...session, offset: offset + count });
      links.push(link("next", `${baseUrl}/${type}?${this.style.nextQuery(next, query)}`));
    }
    const outcome = remark?.({ isEmptyResult: entries.length === 0 && isLast && offset === 0 });
    if (outcome) entries.push(JSON.stringify({ resource: outcome, search: { mode: "outcome" } }));
    const head = `"resourceType":"Bundle","type":"searchset",${total}"link":[${links}]`;
    return fhirTextReply(200, `{${head},"entry":[${entries}]}`);
  }

  /** One entry as text; none when the resource is gone since the search began. */
  #entry(type: string, id: string, plays: Plays): string[] {
    const text = this.holdings.text(type, id);
    if (text === undefined) return [];
    const resource = plays("schema_drift") ? drifted(text) : text;
    const fullUrl = JSON.stringify(`${this.style.baseUrl}/${type}/${id}`);
    return [`{"fullUrl":${fullUrl},"resource":${resource},"search":{"mode":"match"}}`];
  }
}

function link(relation: string, url: string): string {
  return JSON.stringify({ relation, url });
}
