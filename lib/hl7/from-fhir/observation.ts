/** Observation as OBX (v2-to-FHIR implementation guide, OBX[Observation]), and notes as NTE. */
import type { FhirCodeableConcept, FhirMeasurement } from "@/lib/fhir";
import { components, type FieldValue, repetitions } from "../compose";
import { tableSystem } from "../to-fhir/coding-systems";
import { writeAttachment } from "./attachment";
import { codeIn, codeOf, each, writeAddress, writeConcept, writeNumber } from "./data-types";
import { extended } from "./extensions";
import { writeTime } from "./moments";
import { writeAmount } from "./numbers";
import { type WrittenValue, writeValue } from "./observation-value";
import type { Attachment, Parts, Target } from "./parts";
import { isPerson, type Related } from "./related";
import { type SegmentRules, writeSegment } from "./segment";

type Observation = Parts<"Observation">;

/** R5 has a value for it that R4 lacks. */
const valueAttachment = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Observation.value";

function ownValue(observation: Observation, version?: string): WrittenValue {
  const attachment = extended(observation, valueAttachment)?.valueAttachment;
  return (attachment && writeAttachment(attachment)) ?? writeValue(observation, version);
}

const nameOf = ({ code }: Observation) => code.text ?? code.coding?.[0]?.display;

/**
 * Observations with the pages that belong to them as their values, and the other pages. A report keeps its pages apart
 * from what was said of each.
 */
export function withPages(
  observations: readonly Observation[],
  pages: readonly Attachment[],
): { readonly observations: Observation[]; readonly others: Attachment[] } {
  const others = [...pages];
  const filled = observations.map((observation) => {
    const isEmpty = ownValue(observation).type === undefined && !observation.component?.length;
    const at = isEmpty ? others.findIndex(({ title }) => title && title === nameOf(observation)) : -1;
    const [page] = at === -1 ? [] : others.splice(at, 1);
    if (!page) return observation;
    const value = { url: valueAttachment, valueAttachment: page };
    return { ...observation, extension: [...(observation.extension ?? []), value] };
  });
  return { observations: filled, others };
}

interface Result {
  readonly observation: Observation;
  /** The observation itself, or one of its components. */
  readonly measured: FhirMeasurement & Pick<Observation, "code" | "interpretation">;
  readonly value: WrittenValue;
  /** Which components belong together (OBX-4). */
  readonly group?: string;
  readonly related: Related;
}

/** Table 0085. */
const statuses: Readonly<Record<string, string>> = {
  registered: "I",
  preliminary: "P",
  final: "F",
  amended: "C",
  corrected: "C",
  cancelled: "X",
  "entered-in-error": "W",
};

const core = "http://hl7.org/fhir/StructureDefinition/";
const analysisTime = `${core}observation-analysis-date-time`;
const subIdentifier = `${core}observation-v2-subid`;
const nature = `${core}observation-nature-of-abnormal-test`;

/** Where FHIR has no like of a letter, it stands beside. */
function statusOf({ observation }: Result): string | undefined {
  const { _status, status } = observation;
  const letter = _status && extended(_status, `${core}alternate-codes`)?.valueCodeableConcept;
  return codeOf(letter) ?? statuses[status ?? ""];
}

const interpretations = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";

/** FHIR's codes are those of the field's own table, which needs no name. */
function interpretation({ coding, text }: FhirCodeableConcept): FieldValue {
  const own = coding?.map((one) => (one.system === interpretations ? { ...one, system: undefined } : one));
  return writeConcept({ coding: own, text });
}

/** As laboratories write it: 1-5, >1, <5, or in words. */
function range({ measured }: Result): string | undefined {
  const [first] = measured.referenceRange ?? [];
  const [low, high] = [writeAmount(first?.low?.value), writeAmount(first?.high?.value)];
  if (first?.text) return first.text;
  if (low !== undefined && high !== undefined) return `${low}-${high}`;
  if (low !== undefined) return `>${low}`;
  return high === undefined ? undefined : `<${high}`;
}

function effective({ observation }: Result): string | undefined {
  const { effectiveDateTime, effectiveInstant, effectivePeriod } = observation;
  return writeTime(effectiveDateTime ?? effectiveInstant ?? effectivePeriod?.start);
}

/** Who answers for the laboratory has a field of his own (table 0912). */
function isDirector(related: Related, target: Target): boolean {
  return related.get("PractitionerRole", target)?.code?.some((one) => codeOf(one) === "MDIR") ?? false;
}

function people({ observation, related }: Result, areDirectors: boolean): FieldValue {
  const found = observation.performer?.filter(
    (one) => isPerson(one) && isDirector(related, one) === areDirectors,
  );
  return each(found, (one) => related.person(one));
}

function address({ observation, related }: Result): FieldValue {
  const [organization] =
    observation.performer?.flatMap((one) => related.get("Organization", one) ?? []) ?? [];
  return organization?.address?.[0] && writeAddress(organization.address[0]);
}

/** Equipment by its number. */
function device({ observation, related }: Result): FieldValue {
  return writeNumber(
    related.get("Device", observation.device)?.identifier?.[0] ?? observation.device?.identifier,
  );
}

function organization({ observation, related }: Result): FieldValue {
  const found = observation.performer?.find((one) => !isPerson(one));
  return found && related.organization(found);
}

/** OG: which of several of the same name it is, and how it stands to others. */
function subIdentifierOf(observation: Observation): FieldValue {
  const subId = extended(observation, subIdentifier);
  if (!subId) return undefined;
  const text = (url: string) => extended(subId, url)?.valueString;
  const number = (url: string) => writeAmount(extended(subId, url)?.valueDecimal);
  return components(text("original-sub-identifier"), number("group"), number("sequence"), text("identifier"));
}

function natures({ observation }: Result): FieldValue {
  const said = observation.extension?.filter(({ url }) => url === nature);
  return each(said, ({ valueCodeableConcept }) => codeOf(valueCodeableConcept));
}

const obx: SegmentRules<Result> = {
  2: ["value", ({ value }) => value.type],
  3: ["code", ({ measured }) => writeConcept(measured.code)],
  4: ["component", ({ observation, group }) => group ?? subIdentifierOf(observation)],
  5: ["value", ({ value }) => value.value],
  6: ["value", ({ value }) => value.unit],
  7: ["referenceRange", range],
  8: ["interpretation", ({ measured }) => each(measured.interpretation, interpretation)],
  10: ["extension", natures],
  11: ["status", statusOf],
  14: ["effective", effective],
  16: ["performer", (result) => people(result, false)],
  17: ["method", ({ observation }) => writeConcept(observation.method)],
  18: ["device", device],
  19: ["extension", ({ observation }) => writeTime(extended(observation, analysisTime)?.valueDateTime)],
  20: ["bodySite", ({ observation }) => writeConcept(observation.bodySite)],
  21: ["identifier", ({ observation }) => writeNumber(observation.identifier?.[0])],
  23: ["performer", organization],
  24: ["performer", address],
  25: ["performer", (result) => people(result, true)],
  29: ["category", ({ observation }) => codeIn(observation.category, tableSystem("0936"))],
};

type Note = { readonly text?: string | null };

/** NTE, a segment each. */
export function noteSegments(notes: readonly Note[] | null | undefined): string[] {
  const rules: SegmentRules<Note> = { 3: ["note", ({ text }) => text] };
  return (notes ?? []).flatMap((note, index) => {
    return writeSegment("NTE", rules, note, { always: { 1: String(index + 1) } }) ?? [];
  });
}

/** The values of components that are all of the same thing and type: together they are one value that repeats. */
function repeated({ code, component }: Observation, version?: string): WrittenValue | undefined {
  const name = JSON.stringify(code);
  const values = (component ?? []).map((one) => writeValue(one, version));
  const [first] = values;
  const isOne = component?.every((one) => JSON.stringify(one.code) === name);
  if (!first || !isOne || values.some(({ type }) => type !== first.type)) return undefined;
  return { ...first, value: repetitions(...values.map(({ value }) => value)) };
}

/** OBX of each value that there is: of the observation, and of its components. One without any still says its code. */
function resultsOf(observation: Observation, group: string, related: Related, version?: string): Result[] {
  const together = repeated(observation, version);
  if (together) return [{ observation, measured: observation, value: together, related }];
  const components = (observation.component ?? []).map((component): Result => {
    const measured = { ...component, code: component.code ?? {} };
    return { observation, measured, value: writeValue(component, version), group, related };
  });
  const value = ownValue(observation, version);
  const whole: Result = { observation, measured: observation, value, related };
  return value.type || components.length === 0 ? [whole, ...components] : components;
}

/** The segments of observations in their order, numbered from `from`. */
export function observationSegments(
  observations: readonly Observation[],
  {
    related,
    version,
    from = 1,
  }: { readonly related: Related; readonly version?: string; readonly from?: number },
): string[] {
  let set = from;
  return observations.flatMap((observation, index) => {
    const lines = resultsOf(observation, String(index + 1), related, version).flatMap((result) => {
      return writeSegment("OBX", obx, result, { always: { 1: String(set++) } }) ?? [];
    });
    return [...lines, ...noteSegments(observation.note)];
  });
}
