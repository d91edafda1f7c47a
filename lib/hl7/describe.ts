/** A message as data: every field with its repetitions, components and subcomponents, and what is odd about it. */
import { warningsOf } from "./check";
import type { Message } from "./message";
import type { Repetition, Value } from "./repetition";
import type { DescribedComponent, DescribedMessage, DescribedSegment } from "./schema";
import type { Segment } from "./segment";
import { fhirDateTime } from "./to-fhir/moments";

const textOf = (value: Value) => (value === null ? '""' : (value ?? ""));

function describeValue(value: Repetition): DescribedComponent[] {
  return value.components().map((parts) => {
    const texts = parts.map(textOf);
    return texts.length > 1 ? texts : (texts[0] ?? "");
  });
}

function describeSegment(segment: Segment, index: number): DescribedSegment {
  const fields = Array.from({ length: segment.fieldCount }, (_, n) =>
    segment.repetitions(n + 1).map(describeValue),
  );
  return { name: segment.name, index, fields, raw: segment.raw };
}

function describeSegments(segments: readonly Segment[]): DescribedSegment[] {
  const seen = new Map<string, number>();
  return segments.map((segment) => {
    const index = (seen.get(segment.name) ?? 0) + 1;
    seen.set(segment.name, index);
    return describeSegment(segment, index);
  });
}

/** `zone` is that of times without an offset. */
export function describeMessage(message: Message, zone: string): DescribedMessage {
  const at = (path: string) => message.text(path) ?? null;
  const [messageCode, triggerEvent] = [at("MSH-9.1"), at("MSH-9.2")];
  return {
    type: [messageCode, triggerEvent].filter((part) => part !== null).join("^"),
    messageCode,
    triggerEvent,
    structure: at("MSH-9.3"),
    controlId: at("MSH-10"),
    version: at("MSH-12"),
    sentAt: fhirDateTime(message.text("MSH-7"), zone) ?? null,
    sender: { application: at("MSH-3"), facility: at("MSH-4") },
    receiver: { application: at("MSH-5"), facility: at("MSH-6") },
    segments: describeSegments(message.segments),
    warnings: warningsOf(message),
  };
}
