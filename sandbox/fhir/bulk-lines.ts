/** The lines of an export file, made while they are sent. */
import { matchesSearchRequest, parseSearchRequest } from "@medplum/core";
import { drifted } from "@/sandbox/fhir/drift";
import type { RecordList } from "@/sandbox/fhir/record-list";
import type { VendorRequest } from "@/sandbox/framework/vendor";

export interface ExportFile {
  name: string;
  type: string;
  list: RecordList;
  offset: number;
  count: number;
  /** Search criteria of `_typeFilter`, of which a resource has to meet one. */
  filters: string[];
  /** The instant after which a resource has to have changed, when that was asked for. */
  since?: string;
}

export function* exportedLines({ list, offset, count, filters, since }: ExportFile): Generator<string> {
  const searches = filters.map((filter) => parseSearchRequest(filter));
  let left = count;
  for (const { text } of list.from(offset)) {
    if (left-- === 0) return;
    if (searches.length > 0 || since !== undefined) {
      const resource = JSON.parse(text);
      if (since !== undefined && Date.parse(resource.meta?.lastUpdated) <= Date.parse(since)) continue;
      if (searches.length > 0 && !searches.some((search) => matchesSearchRequest(resource, search))) continue;
    }
    yield text;
  }
}

/** The same lines with those faults that meet single lines: each line is a throw of the dice. */
export function* withLineFaults(lines: Iterable<string>, { plays }: VendorRequest): Generator<string> {
  for (const line of lines) {
    const sent = plays("schema_drift") ? drifted(line) : line;
    yield plays("malformed_line") ? sent.slice(0, Math.floor(sent.length / 2)) : sent;
    if (plays("duplicate_entry")) yield sent;
  }
}
