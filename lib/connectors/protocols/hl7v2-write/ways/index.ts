/** What can be told by messages. */
import type { RecordEntity } from "@/lib/records/schema";
import { appointments } from "./appointments";
import { documents } from "./documents";
import { encounters } from "./encounters";
import { patients } from "./patients";
import { diagnosticReports, observations } from "./results";
import type { MessageWay } from "./way";

export type { ChartSearches, Charts, MessageWay, Write } from "./way";

export const messageWays: { readonly [E in RecordEntity]?: MessageWay } = {
  patients,
  encounters,
  appointments,
  observations,
  diagnostic_reports: diagnosticReports,
  documents,
};
