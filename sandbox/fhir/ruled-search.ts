/** Searches judged by a table of rules, looked up once, and handed out page by page. */
import type { ChartServer } from "@/sandbox/fhir/chart-server";
import type { Refusal } from "@/sandbox/fhir/refusal";
import type { SearchPages } from "@/sandbox/fhir/search-pages";
import { judgedBy, type SearchRules, type SearchWords } from "@/sandbox/fhir/search-rules";
import type { Reply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";

export interface SearchStyle {
  rules: SearchRules;
  words: SearchWords;
  /** The parameter by which a link names a page to come. */
  pageParameter: string;
  /** Whether such a link repeats what was asked for. */
  linksKeepQuery?: boolean;
  /** The parameter that asks for a size of page; `_count` when left out. */
  countParameter?: string;
  /** What is said to a link whose time is over. */
  pageOver(): Refusal;
  /** Rules that a table does not hold; throws a Refusal. */
  check?(type: string, query: URLSearchParams): void;
  /** The vendor's own parameters in FHIR's words. */
  inFhirsWords?(filters: URLSearchParams): URLSearchParams;
}

export class RuledSearch {
  constructor(
    private readonly charts: ChartServer,
    private readonly pages: SearchPages,
    private readonly style: SearchStyle,
  ) {}

  /** A page of results, or a Refusal. */
  async answer(type: string, query: URLSearchParams, { plays }: VendorRequest): Promise<Reply> {
    const { rules, words, pageParameter, countParameter, pageOver, check, inFhirsWords } = this.style;
    const sessionId = query.get(pageParameter);
    if (sessionId !== null) {
      const session = this.pages.kept(type, sessionId, plays);
      if (!session) throw pageOver();
      return this.pages.page(session, query, plays);
    }
    const rule = rules.get(type) ?? { needs: [], also: [], usualCount: 50, mostCount: 50 };
    const { filters, count } = judgedBy(rule, query, words, countParameter);
    check?.(type, query);
    const ids = await this.charts.search(type, inFhirsWords?.(filters) ?? filters);
    return this.pages.page({ type, ids, offset: 0, count }, query, plays);
  }
}
