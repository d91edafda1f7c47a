/** Epic's searches: judged, looked up once, and handed out page by page from a session. */
import { EpicRefusal, type Issue, outcome } from "@/sandbox/epic/outcome";
import { matchingPatients } from "@/sandbox/epic/patient-search";
import { type Criteria, judged } from "@/sandbox/epic/search-criteria";
import type { ChartServer } from "@/sandbox/fhir/chart-server";
import type { JsonObject } from "@/sandbox/fhir/exact-json";
import { fhirReply } from "@/sandbox/fhir/fhir-reply";
import type { PageSession } from "@/sandbox/fhir/page-sessions";
import type { SearchPages } from "@/sandbox/fhir/search-pages";
import type { Reply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";

type Plays = VendorRequest["plays"];

export class EpicSearch {
  constructor(
    private readonly charts: ChartServer,
    private readonly pages: SearchPages,
  ) {}

  async answer(type: string, query: URLSearchParams, { plays }: VendorRequest): Promise<Reply> {
    const sessionId = query.get("sessionID");
    if (sessionId !== null) return this.#continue(type, sessionId, query, plays);
    const criteria = judged(type, query, this.charts.holdings);
    const ids = await this.#idsFor(type, criteria);
    const session: PageSession = { type, ids, offset: 0, count: criteria.count };
    if (criteria.postFilters.size > 0) session.passing = await this.#passing(type, criteria);
    if (criteria.isCountOnly) return this.#countOnly(session);
    return this.pages.page(session, query, plays, ({ isEmptyResult }) =>
      remarkOn(criteria.warnings, isEmptyResult),
    );
  }

  #continue(type: string, sessionId: string, query: URLSearchParams, plays: Plays): Reply {
    const session = this.pages.kept(type, sessionId, plays);
    if (!session) throw new EpicRefusal(400, { code: 4113 });
    return this.pages.page(session, query, plays);
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
}

/** The outcome entry of a first page: what was ignored, and that nothing was found. */
function remarkOn(warnings: Issue[], isEmptyResult: boolean): JsonObject | undefined {
  const issues = isEmptyResult ? [...warnings, { code: 4101 } as const] : warnings;
  return issues.length > 0 ? outcome(...issues) : undefined;
}
