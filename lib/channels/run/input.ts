/** A message as filters and mappings read it. */
import type { FhirJson } from "@/lib/fhir";
import { baseUrl } from "@/lib/fhir/server";
import {
  bundleOf,
  convertMessage,
  decodeMessage,
  type Message,
  messageValues,
  parseMessage,
} from "@/lib/hl7";
import type { MessageKind } from "@/lib/messages/schema";
import { isCarelaneError } from "@/lib/platform/errors";
import { channelErrors } from "../errors";
import { resourceOfEvent } from "./event-message";

export interface SourceMessage {
  readonly kind: MessageKind;
  readonly body: Buffer;
  /** Of times without an offset, as an IANA name. */
  readonly timeZone: string;
  /** Of an event whose record belongs to one. */
  readonly patient?: FhirJson;
}

export type ChannelInput = SourceMessage &
  (
    | { readonly form: "hl7v2"; readonly message: Message; readonly encoding: string }
    | { readonly form: "json"; readonly json: unknown }
  );

/** Throws `conversion_impossible` for what is no JSON, `hl7_unparseable`. */
export function readInput(source: SourceMessage): ChannelInput {
  if (source.kind === "hl7v2") {
    const { text, encoding } = decodeMessage(source.body);
    return { ...source, form: "hl7v2", message: parseMessage(text), encoding };
  }
  try {
    return { ...source, form: "json", json: JSON.parse(source.body.toString("utf8")) };
  } catch (cause) {
    throw channelErrors.conversion_impossible({ detail: "It is no JSON.", cause });
  }
}

function isResource(value: unknown): value is FhirJson {
  return typeof value === "object" && value !== null && "resourceType" in value;
}

/** What HL7 v2 says as a Bundle, an event's record, or FHIR as it came. Throws `conversion_impossible`. */
export function fhirOf(input: ChannelInput): FhirJson {
  if (input.form === "hl7v2") {
    const converted = convertMessage(input.message, { timeZone: input.timeZone });
    return bundleOf(converted, { type: "message", base: baseUrl() });
  }
  const resource = input.kind === "event" ? resourceOfEvent(input.json) : input.json;
  if (isResource(resource)) return resource;
  throw channelErrors.conversion_impossible({
    detail: "Only HL7 v2, FHIR and events of records can be read as FHIR.",
  });
}

/** What expressions see: HL7 v2 by segments and places, JSON as it is; `fhir` beside it where it is asked for. */
export function documentOf(input: ChannelInput, wantsFhir: boolean): unknown {
  const document = input.form === "hl7v2" ? messageValues(input.message) : input.json;
  if (!wantsFhir || input.kind === "fhir" || typeof document !== "object") return document;
  try {
    return { ...document, fhir: fhirOf(input) };
  } catch (error) {
    if (!isCarelaneError(error)) throw error;
    return document;
  }
}
