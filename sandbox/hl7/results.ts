/** ORU: OBR laid into a DiagnosticReport, its OBX into Observations. */
import { type JsonObject, type JsonValue, objectsIn } from "@/sandbox/fhir/exact-json";
import { type Charts, type Filed, numbersIn, refusalNumbers } from "@/sandbox/hl7/charts";
import { attachmentOf, conceptOf, entityNumberOf, said, timeOf, withNumbers } from "@/sandbox/hl7/fields";
import { type Message, MessageRefusal, type Segment } from "@/sandbox/hl7/message";
import { rangeOf, withValue } from "@/sandbox/hl7/result-value";

interface Result {
  obx: Segment;
  notes: string[];
}

/** An OBR with what follows it. */
interface Group {
  obr: Segment;
  results: Result[];
}

/** Tables 0123 and 0085. */
const reportStatuses: Record<string, string> = {
  O: "registered",
  A: "partial",
  P: "preliminary",
  F: "final",
  C: "corrected",
  X: "cancelled",
};
const resultStatuses: Record<string, string> = {
  I: "registered",
  P: "preliminary",
  F: "final",
  C: "corrected",
  X: "cancelled",
  W: "entered-in-error",
  D: "entered-in-error",
};
/** Table 0074, as the categories of observations. */
const sections: Record<string, string> = { LAB: "laboratory", RAD: "imaging" };
/** LOINC's «Conclusions»: what the report says in words. */
const conclusions = "55110-1";

const terminology = "http://terminology.hl7.org/CodeSystem";

function groupsIn(message: Message): Group[] {
  const groups: Group[] = [];
  for (const segment of message.segments) {
    const group = groups.at(-1);
    if (segment.name === "OBR") groups.push({ obr: segment, results: [] });
    else if (segment.name === "OBX") group?.results.push({ obx: segment, notes: [] });
    else if (segment.name === "NTE") group?.results.at(-1)?.notes.push(segment.text(3) ?? "");
  }
  if (groups.length > 0) return groups;
  throw new MessageRefusal("AE", refusalNumbers.segmentMissing, "Required segment OBR missing");
}

function isPage({ obx }: Result): boolean {
  return obx.text(2) === "ED" || obx.text(2) === "RP";
}

const isWords = ({ obx }: Result) => obx.text(3) === conclusions;

/** An OBR that bears the number of all its results stands for no report of its own. */
function isWrapping({ obr, results }: Group): boolean {
  const numbers = numbersIn(obr, 2, 3);
  return (
    results.length > 0 && results.every(({ obx }) => numbersIn(obx, 21).some((one) => numbers.includes(one)))
  );
}

/** Files what one OBR tells of a patient. */
class Filing {
  constructor(
    private readonly charts: Charts,
    private readonly patientId: string,
    private readonly visit: Filed | undefined,
    private readonly group: Group,
  ) {}

  file(): void {
    const numbers = numbersIn(this.group.obr, 2, 3);
    if (numbers.length === 0)
      throw new MessageRefusal("AE", refusalNumbers.fieldMissing, "OBR-3 is required");
    if (isWrapping(this.group)) this.#observations(undefined);
    else this.#report(numbers);
  }

  #report(numbers: string[]): void {
    const { obr, results } = this.group;
    const known = this.charts.numbered("DiagnosticReport", this.patientId, numbers);
    const before = known?.resource ?? this.#blank("DiagnosticReport");
    const words = results.filter(isWords).map(({ obx }) => obx.text(5) ?? "");
    const pages = results.filter(isPage).map(({ obx }) => attachmentOf(obx));
    const found = this.#observations(before).map((id) => ({ reference: `Observation/${id}` }));
    const section = [{ coding: [{ system: `${terminology}/v2-0074`, code: obr.text(24) ?? undefined }] }];
    const report = {
      ...before,
      identifier: withNumbers(before.identifier, [
        ...obr.repetitions(2).map((part) => entityNumberOf(part, "PLAC")),
        ...obr.repetitions(3).map((part) => entityNumberOf(part, "FILL")),
      ]),
      status: reportStatuses[obr.text(25) ?? ""] ?? before.status ?? "final",
      category: before.category ?? said(obr, 24, undefined, () => section),
      code: said(obr, 4, before.code, conceptOf),
      effectiveDateTime: said(obr, 7, before.effectiveDateTime, (part) => timeOf(part(1))),
      issued: said(obr, 22, before.issued, (part) => timeOf(part(1))),
      result: found.length > 0 ? found : before.result,
      conclusion: words.length > 0 ? words.join("\n") : before.conclusion,
      presentedForm: pages.length > 0 ? pages : before.presentedForm,
    };
    this.charts.file(report, known?.id);
  }

  #blank(resourceType: string): JsonObject {
    const encounter = this.visit && { reference: `Encounter/${this.visit.id}` };
    return {
      resourceType,
      subject: { reference: `Patient/${this.patientId}` },
      ...(encounter && { encounter }),
    };
  }

  /** Results of one number are the components of one observation. */
  #observations(report: JsonObject | undefined): string[] {
    const values = this.group.results.filter((one) => !isPage(one) && !isWords(one));
    return [...Map.groupBy(values, ({ obx }) => obx.text(21) ?? obx).values()].flatMap((results) => {
      const [first] = results;
      return first ? [this.#observation(first, results, report)] : [];
    });
  }

  /** By its number, else as the report's result of the same code. */
  #known(obx: Segment, report: JsonObject | undefined): Filed | undefined {
    const numbers = numbersIn(obx, 21);
    if (numbers.length > 0) return this.charts.numbered("Observation", this.patientId, numbers);
    const results = objectsIn(report?.result).flatMap(({ reference }) => {
      return this.charts.get("Observation", String(reference).slice("Observation/".length)) ?? [];
    });
    return results.find(({ resource }) => codesIn(resource.code).includes(obx.text(3) ?? ""));
  }

  #observation({ obx, notes }: Result, results: Result[], report: JsonObject | undefined): string {
    const { obr } = this.group;
    const known = this.#known(obx, report);
    const before = known?.resource ?? this.#blank("Observation");
    const isPanel = (obx.text(4) ?? undefined) !== undefined;
    const category = sections[obr.text(24) ?? ""];
    const system = `${terminology}/observation-category`;
    const performers = this.charts.people(obx, 16);
    const observation = {
      ...(isPanel ? { ...before, component: componentsOf(results, before) } : withValue(before, obx)),
      identifier: withNumbers(
        before.identifier,
        obx.repetitions(21).map((part) => entityNumberOf(part, "FILL")),
      ),
      status: resultStatuses[obx.text(11) ?? ""] ?? before.status ?? "final",
      category: before.category ?? (category ? [{ coding: [{ system, code: category }] }] : undefined),
      code: isPanel ? (before.code ?? said(obr, 4, undefined, conceptOf)) : coded(obx, before.code),
      effectiveDateTime: said(obx, 14, before.effectiveDateTime, (part) => timeOf(part(1))),
      issued: report ? before.issued : said(obr, 22, before.issued, (part) => timeOf(part(1))),
      referenceRange: isPanel ? before.referenceRange : rangeOf(obx, before.referenceRange),
      performer: performers.length > 0 ? performers : before.performer,
      note: notes.length > 0 ? [{ text: notes.join("\n") }] : before.note,
    };
    return this.charts.file(observation, known?.id);
  }
}

function codesIn(concept: JsonValue | undefined): unknown[] {
  return objectsIn(concept).flatMap(({ coding }) => objectsIn(coding).map(({ code }) => code));
}

/** The chart's own words for a code that it knows. */
function coded(obx: Segment, before: JsonValue | undefined): JsonValue | undefined {
  return codesIn(before).includes(obx.text(3) ?? "") ? before : said(obx, 3, before, conceptOf);
}

function componentsOf(results: Result[], { component }: JsonObject): JsonObject[] {
  const known = objectsIn(component);
  return results.map(({ obx }) => {
    const before = known.find(({ code }) => codesIn(code).includes(obx.text(3) ?? "")) ?? {};
    return { ...withValue(before, obx), code: coded(obx, before.code) };
  });
}

export function fileResults(charts: Charts, message: Message): void {
  const { id } = charts.patientOf(message);
  const visit = charts.numbered("Encounter", id, numbersIn(message.segment("PV1"), 19));
  for (const group of groupsIn(message)) new Filing(charts, id, visit, group).file();
}
