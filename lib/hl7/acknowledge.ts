/**
 * Answers to messages, in original and enhanced mode (HL7 v2.8, chapter 2.9): who owes one when, what it says, and where
 * it says what was wrong.
 */
import { components, composeMessage, composeSegment, type FieldValue, repetitions } from "./compose";
import { canWrite, type Delimiters, usualDelimiters } from "./delimiters";
import type { Message } from "./message";
import { writeMoment } from "./moment";
import type { Value } from "./repetition";
import { isSince } from "./version";

/** Application accept, error, reject; in enhanced mode also the commit of the transport (table 0008). */
export type AckCode = "AA" | "AE" | "AR" | "CA" | "CE" | "CR";

/** What was wrong (table 0357). */
export const problemCodes = {
  segment_sequence: { number: "100", words: "Segment sequence error" },
  field_missing: { number: "101", words: "Required field missing" },
  data_type: { number: "102", words: "Data type error" },
  value_unknown: { number: "103", words: "Table value not found" },
  message_type: { number: "200", words: "Unsupported message type" },
  event: { number: "201", words: "Unsupported event code" },
  processing_id: { number: "202", words: "Unsupported processing id" },
  version: { number: "203", words: "Unsupported version id" },
  key_unknown: { number: "204", words: "Unknown key identifier" },
  key_duplicate: { number: "205", words: "Duplicate key identifier" },
  locked: { number: "206", words: "Application record locked" },
  internal: { number: "207", words: "Application internal error" },
} as const;

export interface Problem {
  readonly code: keyof typeof problemCodes;
  readonly severity: "error" | "warning" | "information";
  /** What to do about it, for the people at the sender; never what stands in a field. */
  readonly text: string;
  /** Where it is, counted from 1. */
  readonly at?: {
    readonly segment: string;
    readonly occurrence: number;
    readonly field?: number;
    readonly repetition?: number;
    readonly component?: number;
  };
}

export interface Answer {
  readonly code: AckCode;
  /** Of the answer itself. */
  readonly controlId: string;
  readonly at: Date;
  readonly problems?: readonly Problem[];
  /** It goes as a message of its own, after the commit of the first: its receiver is asked to commit to it in turn. */
  readonly isApart?: boolean;
}

const severities = { error: "E", warning: "W", information: "I" } as const;

/** When an answer is owed (table 0155); empty in original mode. */
type Condition = "AL" | "NE" | "ER" | "SU";

/** Whether the message asks for the commit of the transport beside, or instead of, the application's answer. */
export function isEnhanced(message: Message): boolean {
  return message.text("MSH-15") !== undefined || message.text("MSH-16") !== undefined;
}

function isOwed(condition: string | undefined, usual: Condition, isWell: boolean): boolean {
  switch (condition ?? usual) {
    case "NE":
      return false;
    case "ER":
      return !isWell;
    case "SU":
      return isWell;
    default:
      return true;
  }
}

/** Whether the sender wants to hear that the message was taken, or was not. Original mode knows no such answer. */
export function owesCommit(message: Message, isTaken: boolean): boolean {
  return isEnhanced(message) && isOwed(message.text("MSH-15"), "NE", isTaken);
}

/** Whether the sender wants to hear what came of the message. In original mode always. */
export function owesAnswer(message: Message, isWell: boolean): boolean {
  return isOwed(message.text("MSH-16"), isEnhanced(message) ? "NE" : "AL", isWell);
}

function typeOf(message: Message, version: string | undefined): FieldValue {
  const trigger = message.text("MSH-9.2");
  if (!isSince(version, "2.3")) return "ACK";
  return isSince(version, "2.4") ? components("ACK", trigger, "ACK") : components("ACK", trigger);
}

function delimitersOf(message: Message): Delimiters {
  return canWrite(message.delimiters) ? message.delimiters : usualDelimiters;
}

/** ERR as it has been since 2.5: where, what, how bad, and what to do. */
function problemLine(message: Message, { code, severity, text, at }: Problem): string {
  const { number, words } = problemCodes[code];
  const place = at && [at.segment, at.occurrence, at.field, at.repetition, at.component];
  const location = place?.map((part): Value => (part === undefined ? undefined : String(part)));
  return composeSegment(
    "ERR",
    {
      2: location && components(...location),
      3: components(number, words, "HL70357"),
      4: severities[severity],
      8: text,
    },
    delimitersOf(message),
  );
}

/** ERR as it was before: one segment, each problem a repetition. */
function oldProblemLine(message: Message, problems: readonly Problem[]): string {
  const places = problems.map(({ code, at }) => {
    const { number, words } = problemCodes[code];
    return components(at?.segment, at && String(at.occurrence), at?.field?.toString(), [
      number,
      words,
      "HL70357",
    ]);
  });
  return composeSegment("ERR", { 1: repetitions(...places) }, delimitersOf(message));
}

function problemLines(message: Message, problems: readonly Problem[], version: string | undefined): string[] {
  if (problems.length === 0) return [];
  if (!isSince(version, "2.5")) return [oldProblemLine(message, problems)];
  return problems.map((problem) => problemLine(message, problem));
}

/** The answer to a message, in its delimiters, version and character set, back to where it came from. */
export function acknowledge(
  message: Message,
  { code, controlId, at, problems = [], isApart = false }: Answer,
): string {
  const header = message.segment("MSH");
  const version = message.text("MSH-12");
  const same = (field: number): FieldValue => ({
    repetitions: header?.repetitions(field).map((value) => ({ components: value.components() })) ?? [],
  });
  const delimiters = delimitersOf(message);
  return composeMessage([
    composeSegment(
      "MSH",
      {
        3: same(5),
        4: same(6),
        5: same(3),
        6: same(4),
        7: writeMoment(at),
        9: typeOf(message, version),
        10: controlId,
        11: same(11),
        12: same(12),
        ...(isApart && { 15: "AL", 16: "NE" }),
        18: same(18),
      },
      delimiters,
    ),
    composeSegment(
      "MSA",
      // What went wrong stands in MSA-3 until 2.4; later it has a segment of its own.
      { 1: code, 2: message.text("MSH-10"), 3: isSince(version, "2.5") ? undefined : problems[0]?.text },
      delimiters,
    ),
    ...problemLines(message, problems, version),
  ]);
}
