/** What an OBX says was measured, as an Observation or one of its components has it. */
import { type JsonObject, type JsonValue, objectsIn } from "@/sandbox/fhir/exact-json";
import { refusalNumbers } from "@/sandbox/hl7/charts";
import { conceptOf, said, systemOf, timeOf } from "@/sandbox/hl7/fields";
import { MessageRefusal, type Said, type Segment } from "@/sandbox/hl7/message";

/** NM, with the digits that it was written with. */
function amount(said: Said): JsonValue | undefined {
  if (!said) return undefined;
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(said)) return JSON.rawJSON(said);
  throw new MessageRefusal("AE", refusalNumbers.typeOfData, "OBX-5 is no number");
}

function quantityOf(obx: Segment, value: Said, comparator?: Said): JsonObject {
  const [code, words, system] = [1, 2, 3].map((at) => obx.text(6, at) ?? undefined);
  const unit = words ?? code;
  return {
    value: amount(value),
    ...(comparator && { comparator }),
    unit,
    ...(system && { system: systemOf(system), code }),
  };
}

/** SN: a bound, or two numbers with what stands between them. */
function structured(obx: Segment): JsonObject {
  const [comparator, first, between, second] = [1, 2, 3, 4].map((at) => obx.text(5, at));
  const [low, high] = [quantityOf(obx, first), quantityOf(obx, second)];
  if (between === "-") return { valueRange: { low, high } };
  if (between === ":") return { valueRatio: { numerator: low, denominator: high } };
  return { valueQuantity: quantityOf(obx, first, comparator) };
}

function yesOrNo(obx: Segment): boolean | undefined {
  return obx.text(5, 3) === "HL70136" ? obx.text(5) === "Y" : undefined;
}

/** value[x]; nothing where the segment says none. */
function valueIn(obx: Segment): JsonObject {
  const [part] = obx.repetitions(5);
  if (!part) return {};
  const type = obx.text(2) ?? "ST";
  if (type === "NM") return { valueQuantity: quantityOf(obx, part(1)) };
  if (type === "SN") return structured(obx);
  if (type === "CE" || type === "CWE") {
    const answer = yesOrNo(obx);
    return answer === undefined ? { valueCodeableConcept: conceptOf(part) } : { valueBoolean: answer };
  }
  if (["DT", "TS", "DTM"].includes(type)) return { valueDateTime: timeOf(part(1)) };
  if (type === "TM") return { valueTime: part(1)?.replace(/(\d\d)(?=\d)/g, "$1:") };
  if (type === "DR") return { valuePeriod: { start: timeOf(part(1)), end: timeOf(part(2)) } };
  const lines = obx.repetitions(5).map((line) => line(1) ?? "");
  return { valueString: lines.join("\n") };
}

/** The same value may have been known in other words. */
export function withValue(before: JsonObject, obx: Segment): JsonObject {
  const told = valueIn(obx);
  const [known] = objectsIn(before.valueQuantity);
  const [now] = objectsIn(told.valueQuantity);
  const asText = (one: JsonObject) => JSON.stringify([one.value, one.comparator, one.code ?? one.unit]);
  if (known && now && asText(known) === asText(now)) return before;
  const kept = Object.entries(before).filter(([name]) => !/^value[A-Z]/.test(name));
  return Object.keys(told).length > 0 ? { ...Object.fromEntries(kept), ...told } : before;
}

/** As laboratories write it: 1-5, >1, <5, or in words. */
export function rangeOf(obx: Segment, before: JsonValue | undefined): JsonValue | undefined {
  return said(obx, 7, before, (part) => {
    const text = part(1) ?? "";
    const [, low, high] = /^(?:>?(-?[\d.]+))?(?:[-<](-?[\d.]+))?$/.exec(text) ?? [];
    const bound = (value: string | undefined) => (value ? quantityOf(obx, value) : undefined);
    const told = low || high ? { low: bound(low), high: bound(high) } : { text };
    const [known] = objectsIn(before);
    const asText = (one: JsonObject) =>
      JSON.stringify([one.low, one.high].map((side) => objectsIn(side)[0]?.value ?? null));
    const isSame = known && (known.text === text || asText(known) === asText(told));
    return isSame ? before : [told];
  });
}
