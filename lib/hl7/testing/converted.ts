/** Messages for tests, as FHIR. */
import type { FhirJson } from "@/lib/fhir";
import { parseMessage } from "../parse";
import { convertMessage } from "../to-fhir/convert";
import type { ConvertedMessage, ConvertedResource } from "../to-fhir/converted";
import type { Sender } from "../to-fhir/data-types";

const chicago: Sender = { timeZone: "America/Chicago" };

/** A message of a type (`ADT^A01`) with these segments behind its header. */
export function converted(type: string, segments: readonly string[], sender = chicago): ConvertedMessage {
  const header = `MSH|^~\\&|EHR|NG|CARELANE|LAB|20260105093000||${type}|M1|P|2.5.1`;
  return convertMessage(parseMessage([header, ...segments].join("\r")), sender);
}

/** A segment with what stands in its fields, by their numbers. */
export function line(name: string, fields: Readonly<Record<number, string>>): string {
  const last = Math.max(...Object.keys(fields).map(Number));
  return [name, ...Array.from({ length: last }, (_, index) => fields[index + 1] ?? "")].join("|");
}

/** The resources of a type. */
export function allOf({ resources }: ConvertedMessage, type: string): ConvertedResource[] {
  return resources.filter(({ resourceType }) => resourceType === type);
}

/** The only one of a type. */
export function onlyOf(message: ConvertedMessage, type: string): ConvertedResource {
  const [only, second] = allOf(message, type);
  if (!only || second) throw new Error(`There is not exactly one ${type}`);
  return only;
}

export function resourceOf(message: ConvertedMessage, type: string): FhirJson {
  return onlyOf(message, type).resource;
}
