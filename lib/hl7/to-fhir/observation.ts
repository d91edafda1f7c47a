/** OBX as an Observation (guide: OBX[Observation], OBX[Observation-Component]). */
import { alternateCodesUrl, type FhirCodeableConcept, type FhirJson } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import { tableSystem } from "./coding-systems";
import type { Conversion, Identity, Reference } from "./conversion";
import { entityIdentifierOf } from "./data-types";
import { entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group } from "./groups";
import { interpretationsOf } from "./interpretation";
import { notesOf } from "./note";
import { observedCode, observedName } from "./observation-code";
import { performersOf } from "./observation-performers";
import { resultOf, sampledDataOf, type ValueContext } from "./observation-value";
import { resultStatusCode, statusIn } from "./order-status";
import { participationsIn } from "./participation";
import { referenceRangeOf, unitOf } from "./quantity";
import type { Table } from "./table";

/** Table 0085. */
const statuses: Table = {
  A: "amended",
  B: "amended",
  C: "corrected",
  D: "entered-in-error",
  F: "final",
  I: "registered",
  N: "cancelled",
  O: "registered",
  P: "preliminary",
  R: "preliminary",
  S: "preliminary",
  U: "final",
  V: "final",
  W: "entered-in-error",
  X: "cancelled",
};

const absentReasons = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
const subIdentifier = "http://hl7.org/fhir/StructureDefinition/observation-v2-subid";

/** Those that FHIR does not tell from others keep their letter beside. */
function statusOf(obx: FieldReader): FhirJson {
  const said = resultStatusCode(obx, 11);
  const status = statusIn(obx, 11, statuses);
  if (said === "" || ["A", "C", "D", "F", "P"].includes(said)) return { status };
  const coding = [{ system: tableSystem("0085"), code: said }];
  const valueCodeableConcept = status ? { coding } : { text: said };
  return { status, _status: { extension: [{ url: alternateCodesUrl, valueCodeableConcept }] } };
}

/** The same name for each repetition of a value: each is a part of the observation. */
function valuesOf(conversion: Conversion, obx: FieldReader, code: FhirCodeableConcept): FhirJson {
  const type = obx.code(2);
  const values = obx.values(5);
  const tell = (message: string) => obx.tell(5, message);
  const context: ValueContext = { sender: conversion.sender, unit: unitOf(obx.value(6)), tell };
  const samples = type === "NA" || type === "MA" ? sampledDataOf(values, context.unit) : undefined;
  if (samples) return samples;
  if (["TX", "FT", "ST"].includes(type) && values.length > 1) {
    return { valueString: values.map((value) => value.whole() ?? "").join("\n") };
  }
  const read = (value: Repetition) => {
    const { value: found, isText } = resultOf(type, value, context);
    if (isText && found) tell(`The value is not of type ${type}; it is kept as text.`);
    return found;
  };
  const found = entries(values.map(read)) ?? [];
  return found.length > 1 ? { component: found.map((value) => ({ code, ...value })) } : (found[0] ?? {});
}

function absenceOf(obx: FieldReader, values: FhirJson): FhirJson | undefined {
  const said = resultStatusCode(obx, 11);
  const isKnown = Object.keys(values).length > 0;
  const reason = said === "N" ? "not-asked" : said === "X" ? "not-performed" : undefined;
  return isKnown || !reason ? undefined : { coding: [{ system: absentReasons, code: reason }] };
}

/** OG: which of several of the same name it is, and how it stands to others. */
function subIdentifierOf(obx: FieldReader): FhirJson | undefined {
  const text = (component: number) => obx.text(4, component)?.trim() || undefined;
  const [original, identifier] = [text(1), text(4)];
  const [group, sequence] = [obx.number(4, 2), obx.number(4, 3)];
  const extension = entries([
    original === undefined ? undefined : { url: "original-sub-identifier", valueString: original },
    group === undefined ? undefined : { url: "group", valueDecimal: group },
    sequence === undefined ? undefined : { url: "sequence", valueDecimal: sequence },
    identifier === undefined ? undefined : { url: "identifier", valueString: identifier },
  ]);
  return extension && { url: subIdentifier, extension };
}

function extensionsOf(obx: FieldReader): FhirJson[] {
  const core = "http://hl7.org/fhir/StructureDefinition/";
  const analysed = obx.dateTime(19);
  const subId = subIdentifierOf(obx);
  const nature = obx.concepts(10, "0080") ?? [];
  return [
    ...(subId ? [subId] : []),
    ...nature.map((valueCodeableConcept) => ({
      url: `${core}observation-nature-of-abnormal-test`,
      valueCodeableConcept,
    })),
    ...(analysed ? [{ url: `${core}observation-analysis-date-time`, valueDateTime: analysed }] : []),
  ];
}

/** The equipment, by its own number. */
function deviceOf(conversion: Conversion, obx: FieldReader): Reference | undefined {
  const identifier = obx.each(18, (value) => entityIdentifierOf(value, undefined, conversion.sender));
  const [first] = identifier ?? [];
  if (!first) return undefined;
  const id = conversion.idOf("Device", [first.system, first.value]);
  return conversion.add("Device", id, { identifier });
}

export interface Observed {
  readonly subject: Reference | undefined;
  readonly encounter: Reference | undefined;
  /** What it was done for: the order, or whom and when it is about where there is none. */
  readonly owner: Identity;
  readonly basedOn?: Reference | undefined;
  readonly specimen?: Reference | undefined;
  /** The vaccination, or the medicine that was given, that it tells more of. */
  readonly partOf?: Reference | undefined;
  /** Of the order, where the segment says none. */
  readonly effective?: FhirJson;
  readonly issued?: string | undefined;
  /** A report has what is attached. */
  readonly isAttached?: boolean;
}

/**
 * Who observes the same of the same order observes it again: the order, what is observed (OBX-3) and the sub-id (OBX-4).
 * Where several are the same in one message, they are counted.
 */
function identityOf(obx: FieldReader, owner: Identity): Identity {
  return [...owner, observedName(obx), obx.segment.written(4)];
}

const unknownCode = { text: "unknown" };

/** The elements that `""` deletes; of a value it does not say of what type it was. */
const clears: Readonly<Record<string, readonly number[]>> = {
  valueQuantity: [5],
  valueCodeableConcept: [5],
  valueString: [5],
  valueRange: [5],
  valueRatio: [5],
  valueSampledData: [5],
  valueTime: [5],
  valueDateTime: [5],
  valuePeriod: [5],
  component: [5],
  referenceRange: [7],
  interpretation: [8],
  bodySite: [20],
  method: [17],
};

/** What the segment says beside its value. */
function circumstancesOf(conversion: Conversion, obx: FieldReader, group: Group): FhirJson {
  const participants = participationsIn(conversion, group.all("PRT"));
  const range = referenceRangeOf(obx.plainText(7), unitOf(obx.value(6)));
  const instance = obx.value(21);
  const type = obx.text(29);
  return {
    identifier: entries([instance && entityIdentifierOf(instance, "FILL", conversion.sender)]),
    category: type && [{ coding: [{ system: tableSystem("0936"), code: type }] }],
    performer: performersOf(conversion, obx, participants),
    interpretation: interpretationsOf(obx),
    note: notesOf(conversion, group.all("NTE")),
    bodySite: obx.concept(20),
    method: obx.concept(17),
    device: deviceOf(conversion, obx) ?? participants.find(({ device }) => device)?.device,
    referenceRange: range && [range],
  };
}

/** The observation of a group that OBX opens; none where it says neither what was observed, nor what of it. */
export function addObservation(
  conversion: Conversion,
  group: Group,
  observed: Observed,
): Reference | undefined {
  const [segment] = group.segments;
  if (!segment) return undefined;
  const obx = conversion.read(segment);
  const code = observedCode(obx);
  if (!code && !obx.says(5) && notesOf(conversion, group.all("NTE")).length === 0) {
    conversion.note(segment, 3, "Nothing is said of what was observed, so nothing is made of it.");
    return undefined;
  }
  const { extension, ...value } = valuesOf(conversion, obx, code ?? unknownCode);
  const attached = Array.isArray(extension) && !observed.isAttached ? extension : [];
  const effectiveDateTime = obx.dateTime(14);
  const status = statusOf(obx);
  return conversion.add(
    "Observation",
    conversion.idOfEach("Observation", identityOf(obx, observed.owner)),
    {
      ...circumstancesOf(conversion, obx, group),
      extension: [...extensionsOf(obx), ...attached],
      basedOn: observed.basedOn && [observed.basedOn],
      partOf: observed.partOf && [observed.partOf],
      ...status,
      code,
      subject: observed.subject,
      encounter: observed.encounter,
      ...(effectiveDateTime ? { effectiveDateTime } : observed.effective),
      issued: observed.issued,
      ...value,
      dataAbsentReason: absenceOf(obx, value),
      specimen: observed.specimen,
    },
    {
      assumed: { status: "unknown", code: unknownCode },
      cleared: obx.cleared(clears),
      isDeleted: status.status === "entered-in-error",
    },
  );
}
