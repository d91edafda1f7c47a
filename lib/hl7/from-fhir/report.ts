/** DiagnosticReport as OBR (v2-to-FHIR implementation guide, OBR[DiagnosticReport]), and its documents as OBX. */
import { components, composeSegment, type Fields, type FieldValue } from "../compose";
import { attachmentFields } from "./attachment";
import { codeOf, each, writeConcept, writeNumber } from "./data-types";
import { writeTime } from "./moments";
import { type Order, orc, orderedObr } from "./order";
import { numberOf, numberOrFirst, ownNumber } from "./order-numbers";
import type { Attachment, Parts } from "./parts";
import { isPerson, type Related } from "./related";
import type { SegmentRules } from "./segment";

export interface Reported {
  readonly report: Parts<"DiagnosticReport">;
  readonly request?: Parts<"ServiceRequest">;
  readonly related: Related;
}

/** Table 0123. */
const statuses: Readonly<Record<string, string>> = {
  registered: "O",
  partial: "A",
  preliminary: "P",
  final: "F",
  amended: "C",
  corrected: "C",
  appended: "C",
  cancelled: "X",
  "entered-in-error": "X",
};

function placer({ report, request }: Reported): FieldValue {
  return writeNumber(numberOf(report.identifier, "PLAC") ?? numberOrFirst(request?.identifier, "PLAC"));
}

function filler({ report, request }: Reported): FieldValue {
  const known = numberOrFirst(report.identifier, "FILL") ?? numberOf(request?.identifier, "FILL");
  return writeNumber(known ?? ownNumber(report));
}

/** The principal interpreter has a field to himself, his assistants share one. */
function interpreters({ report, related }: Reported, from: number, to?: number): FieldValue {
  return each(report.resultsInterpreter?.slice(from, to), (one) => related.namedPerson(one));
}

const status = ({ report }: Reported) => statuses[report.status ?? ""];

/** What is said of the order itself, where it is known. */
function ofRequest(rules: SegmentRules<Order>): SegmentRules<Reported> {
  const entries = Object.entries(rules).map(([field, [element, say]]) => {
    const told = ({ request, related }: Reported) => request && say({ request, related });
    return [field, [element, told]] as const;
  });
  return Object.fromEntries(entries);
}

export const reportedOrc: SegmentRules<Reported> = {
  ...ofRequest(orc),
  2: ["identifier", placer],
  3: ["identifier", filler],
};

export const reportedObr: SegmentRules<Reported> = {
  ...ofRequest(orderedObr),
  2: ["identifier", placer],
  3: ["identifier", filler],
  4: ["code", ({ report, request }) => writeConcept(report.code ?? request?.code)],
  7: ["effective", ({ report }) => writeTime(report.effectiveDateTime ?? report.effectivePeriod?.start)],
  8: ["effective", ({ report }) => writeTime(report.effectivePeriod?.end)],
  22: ["issued", ({ report }) => writeTime(report.issued)],
  24: ["category", ({ report }) => codeOf(report.category?.[0])],
  25: ["status", status],
  32: ["resultsInterpreter", (reported) => interpreters(reported, 0, 1)],
  33: ["resultsInterpreter", (reported) => interpreters(reported, 1)],
  34: [
    "performer",
    ({ report, related }) => each(report.performer?.filter(isPerson), (one) => related.namedPerson(one)),
  ],
};

/** LOINC's «Conclusions»: the report's own words have no field. */
const conclusionCode = components("55110-1", "Conclusions", "LN");

/** OBX of what the report says in words, and of its `pages`, numbered from `from`. */
export function formSegments(
  { report, related }: Reported,
  pages: readonly Attachment[],
  from: number,
): string[] {
  const { code, conclusion } = report;
  const words: Fields[] = conclusion ? [{ 2: "FT", 3: conclusionCode, 5: conclusion }] : [];
  const forms = attachmentFields(pages, code);
  return [...words, ...forms].map((fields, index) =>
    composeSegment("OBX", { 1: String(from + index), ...fields, 11: status({ report, related }) }),
  );
}
