/** Oracle Health's searches: judged, looked up once, handed out by page contexts. */
import { judged } from "@/sandbox/cerner/search-criteria";
import type { ChartServer } from "@/sandbox/fhir/chart-server";
import { refusalOf } from "@/sandbox/fhir/refusal";
import type { SearchPages } from "@/sandbox/fhir/search-pages";
import type { Reply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";

const mostPatients = 1_000;

export class CernerSearch {
  constructor(
    private readonly charts: ChartServer,
    private readonly pages: SearchPages,
  ) {}

  /** A page of results, or a Refusal. */
  async answer(type: string, query: URLSearchParams, { plays }: VendorRequest): Promise<Reply> {
    const context = query.get("-pageContext");
    if (context !== null) {
      const session = this.pages.kept(type, context, plays);
      if (!session) throw refusalOf(400, "invalid", "The -pageContext is not valid any more.");
      return this.pages.page(session, query, plays);
    }
    const { filters, count } = judged(type, query);
    const ids = await this.charts.search(type, filters);
    if (type === "Patient" && ids.length > mostPatients) {
      throw refusalOf(422, "too-costly", `More than ${mostPatients} patients match.`);
    }
    const ordered = type === "Appointment" ? this.#byStart(ids) : ids;
    return this.pages.page({ type, ids: ordered, offset: 0, count }, query, plays);
  }

  /** Appointments come in the order of their starts; proposed ones without a start come first. */
  #byStart(ids: string[]): string[] {
    const starts = new Map(
      ids.map((id) => {
        const { start = "" } = JSON.parse(this.charts.holdings.text("Appointment", id) ?? "{}");
        return [id, String(start)];
      }),
    );
    return ids.toSorted((a, b) => (starts.get(a) ?? "").localeCompare(starts.get(b) ?? ""));
  }
}
