/** Epic's searches: judged, looked up once, and handed out page by page from a session. */
import type { ChartServer } from "@/sandbox/epic/chart-server";
import { EpicRefusal, type Issue, outcome } from "@/sandbox/epic/outcome";
import { matchingPatients } from "@/sandbox/epic/patient-search";
import { type Criteria, judged } from "@/sandbox/epic/search-criteria";
import { drifted } from "@/sandbox/fhir/drift";
import { fhirReply, fhirTextReply } from "@/sandbox/fhir/fhir-reply";
import type { PageSession, PageSessions } from "@/sandbox/fhir/page-sessions";
import type { Reply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";

type Plays = VendorRequest["plays"];

export class EpicSearch {
  constructor(
    private readonly charts: ChartServer,
    private readonly sessions: PageSessions,
    private readonly baseUrl: string,
  ) {}

  async answer(type: string, query: URLSearchParams, { plays }: VendorRequest): Promise<Reply> {
    const sessionId = query.get("sessionID");
    if (sessionId !== null) return this.#continue(type, sessionId, plays);
    const criteria = judged(type, query, this.charts.holdings);
    const ids = await this.#idsFor(type, criteria);
    const session: PageSession = { type, ids, offset: 0, count: criteria.count };
    if (criteria.postFilters.size > 0) session.passing = await this.#passing(type, criteria);
    if (criteria.isCountOnly) return this.#countOnly(session);
    return this.#page(session, `${type}?${query}`, criteria.warnings, plays);
  }

  #continue(type: string, sessionId: string, plays: Plays): Reply {
    if (plays("expired_page_session")) this.sessions.expire(sessionId);
    const session = this.sessions.find(sessionId);
    if (session?.type !== type) throw new EpicRefusal(400, { code: 4113 });
    return this.#page(session, `${type}?sessionID=${sessionId}`, [], plays);
  }

  async #idsFor(type: string, { native }: Criteria): Promise<string[]> {
    if (type === "Patient") return matchingPatients(this.charts.holdings, native);
    return this.charts.search(type, native);
  }

  async #passing(type: string, { native, postFilters }: Criteria): Promise<Set<string>> {
    return new Set(await this.charts.search(type, new URLSearchParams([...native, ...postFilters])));
  }

  #countOnly({ ids, passing }: PageSession): Reply {
    const total = passing?.size ?? ids.length;
    return fhirReply(200, { resourceType: "Bundle", type: "searchset", total });
  }

  #page(session: PageSession, self: string, warnings: Issue[], plays: Plays): Reply {
    const { type, ids, passing, offset, count } = session;
    const isLast = offset + count >= ids.length;
    const shown = ids.slice(offset, offset + count).filter((id) => passing?.has(id) ?? true);
    const repeated = plays("duplicate_entry") ? (ids[offset - 1] ?? shown[0]) : undefined;
    const texts = [...(repeated === undefined ? [] : [repeated]), ...shown].flatMap((id) =>
      this.#entry(type, id, plays),
    );
    const links = [link("self", `${this.baseUrl}/${self}`)];
    if (!isLast) {
      const next = this.sessions.open({ ...session, offset: offset + count });
      links.push(link("next", `${this.baseUrl}/${type}?sessionID=${next}`));
    }
    const isEmpty = texts.length === 0 && isLast && offset === 0;
    const issues = isEmpty ? [...warnings, { code: 4101 } as const] : warnings;
    if (issues.length > 0) {
      texts.push(JSON.stringify({ resource: outcome(...issues), search: { mode: "outcome" } }));
    }
    const total = texts.length - (issues.length > 0 ? 1 : 0);
    const head = `"resourceType":"Bundle","type":"searchset","total":${total},"link":[${links}]`;
    return fhirTextReply(200, `{${head},"entry":[${texts}]}`);
  }

  /** One entry as text; none when the resource is gone since the search began. */
  #entry(type: string, id: string, plays: Plays): string[] {
    const text = this.charts.holdings.text(type, id);
    if (text === undefined) return [];
    const resource = plays("schema_drift") ? drifted(text) : text;
    const fullUrl = JSON.stringify(`${this.baseUrl}/${type}/${id}`);
    return [`{"fullUrl":${fullUrl},"resource":${resource},"search":{"mode":"match"}}`];
  }
}

function link(relation: string, url: string): string {
  return JSON.stringify({ relation, url });
}
