/** What a channel makes of a message: converted, then written into by its rules. */
import type { FhirJson } from "@/lib/fhir";
import {
  composeMessage,
  composeSegment,
  encodeMessage,
  type Message,
  newControlId,
  parseMessage,
  parsePath,
  writeMoment,
} from "@/lib/hl7";
import { applyPull } from "@/lib/mapping";
import type { MessageKind } from "@/lib/messages/schema";
import { now } from "@/lib/platform/clock";
import { hasCode } from "@/lib/platform/errors";
import { channelErrors } from "../errors";
import type { ChannelError, ChannelMapping } from "../schema";
import { messageOfFhir } from "./from-fhir";
import { type ChannelInput, fhirOf } from "./input";
import { type CompiledRules, type Sides, targetsOf } from "./rules";

export interface ChannelOutput {
  readonly kind: MessageKind;
  readonly body: Buffer;
}

/** What came of rules: errors, or the output. */
export type Made = { readonly output: ChannelOutput } | { readonly errors: readonly ChannelError[] };

/** What a message is converted to, before rules write into it. */
type Draft =
  | { readonly form: "hl7v2"; readonly message: Message; readonly encoding: string }
  | { readonly form: "json"; readonly json: unknown; readonly kind: MessageKind };

/** A message that says nothing yet but that it is from us; rules say the rest. */
function bareMessage(): string {
  const header = { 3: "CARELANE", 7: writeMoment(now()), 10: newControlId(), 11: "P", 12: "2.5.1" };
  return composeMessage([composeSegment("MSH", header)]);
}

/** FHIR is converted; of other JSON rules make a message. Throws `conversion_impossible`, `hl7_incomplete`. */
function hl7Of(input: ChannelInput): string {
  let fhir: FhirJson;
  try {
    fhir = fhirOf(input);
  } catch (error) {
    if (!hasCode(error, "conversion_impossible")) throw error;
    return bareMessage();
  }
  return messageOfFhir(fhir, input.patient);
}

/** In which form a mapping reads and writes a message. */
export function sidesOf({ form }: Pick<ChannelInput, "form">, { to }: Pick<ChannelMapping, "to">): Sides {
  if (to === "same") return { from: form, to: form };
  return { from: form, to: to === "hl7v2" ? "hl7v2" : "json" };
}

function draftOf(input: ChannelInput, to: ChannelMapping["to"], document: unknown): Draft {
  if (to === "fhir") return { form: "json", kind: "fhir", json: fhirOf(input) };
  if (to === "json")
    return { form: "json", kind: input.kind === "hl7v2" ? "webhook" : input.kind, json: document };
  if (input.form === "hl7v2") return { form: "hl7v2", message: input.message, encoding: input.encoding };
  if (to === "same") return { form: "json", kind: input.kind, json: input.json };
  return { form: "hl7v2", message: parseMessage(hl7Of(input)), encoding: "utf-8" };
}

/** The message with a segment that it is to be written into, after all others where it is not there yet. */
function withSegment(message: Message, place: string): Message {
  const { segment, occurrence } = parsePath(place);
  const missing = occurrence - message.all(segment).length;
  if (missing <= 0) return message;
  const text = message.toString();
  const ended = /[\r\n]$/.test(text) ? text : `${text}\r`;
  return parseMessage(ended + `${segment}${message.delimiters.field}\r`.repeat(missing));
}

function textOf(place: string, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== "object") return String(value);
  throw channelErrors.conversion_impossible({ detail: `What is to stand at ${place} is no single value.` });
}

/** Throws `conversion_impossible` for what receivers could neither read nor answer. */
function assertMessage(text: string): void {
  const message = parseMessage(text);
  const missing = ["MSH-9.1", "MSH-10"].filter((place) => !message.text(place));
  if (missing.length === 0) return;
  throw channelErrors.conversion_impossible({
    detail: `The output is no HL7 v2 message: ${missing.join(" and ")} say nothing.`,
  });
}

function writeHl7(
  { message, encoding }: Extract<Draft, { form: "hl7v2" }>,
  { rules }: ChannelMapping,
  values: unknown,
): ChannelOutput {
  const byPlace = Object(values);
  let written = message;
  for (const place of rules.flatMap(targetsOf)) {
    written = withSegment(written, place);
    written.write(place, textOf(place, byPlace[place]));
  }
  const text = written.toString();
  assertMessage(text);
  return { kind: "hl7v2", body: encodeMessage(text, encoding) };
}

/**
 * The output of a message. Throws typed errors for what cannot be converted; what rules could not do is answered, each with
 * its target.
 */
export async function makeOutput(
  input: ChannelInput,
  mapping: ChannelMapping,
  { mapping: compiled, targets }: CompiledRules,
  document: unknown,
): Promise<Made> {
  const hasRules = mapping.rules.length > 0;
  if (mapping.to === "same" && !hasRules) return { output: { kind: input.kind, body: input.body } };
  const draft = draftOf(input, mapping.to, document);
  const record = draft.form === "json" ? draft.json : {};
  const [outcome] = hasRules ? await applyPull(compiled, [{ resource: document, record }]) : [];
  const errors = (outcome?.errors ?? []).map(({ path, message }) => {
    return { path: targets.get(path) ?? (path || "mapping"), message };
  });
  if (errors.length > 0) return { errors };
  const made = outcome?.output ?? record;
  if (draft.form === "hl7v2") return { output: writeHl7(draft, mapping, made) };
  return { output: { kind: draft.kind, body: Buffer.from(JSON.stringify(made)) } };
}
