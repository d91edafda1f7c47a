/** Channels in the words of people. Pure. */

import { formatCount } from "@/components/ui/format";
import type { ShapeName } from "@/components/ui/status-shape";
import { shortAddress } from "@/components/webhooks/webhook-words";
import {
  type ChannelError,
  type ChannelMapping,
  type ChannelMessageState,
  type ChannelOutput,
  type ChannelSource,
  type ChannelStatus,
  type ChannelTestResult,
  type DestinationDefinition,
  mostFailedCounted,
  type QueuedDestination,
} from "@/lib/channels/schema";
import type { Channel } from "./use-channels";

type State = { readonly shape: ShapeName; readonly word: string };

export const channelStates: Readonly<Record<ChannelStatus, State>> = {
  RUNNING: { shape: "ok", word: "Running" },
  STOPPED: { shape: "paused", word: "Stopped" },
  ERROR: { shape: "bad", word: "Cannot run" },
};

/** What fails message by message is for a person to see, however well the channel runs. */
export function channelState({ status, failed }: Pick<Channel, "status" | "failed">): State {
  const { shape, word } = channelStates[status];
  return { shape: status !== "ERROR" && failed > 0 ? "warn" : shape, word };
}

/** "3"; "99+" where they were not all counted. */
export function failedCount(failed: number): string {
  return failed < mostFailedCounted ? String(failed) : `${mostFailedCounted - 1}+`;
}

/** Where the messages that a channel could not take are listed. */
export function failedPlace({ id }: Pick<Channel, "id">): string {
  return `/channels/${id}?state=FAILED`;
}

export const channelMessageStates: Readonly<Record<ChannelMessageState, State>> = {
  WAITING: { shape: "wait", word: "Waiting" },
  FILTERED: { shape: "off", word: "Filtered" },
  ROUTED: { shape: "ok", word: "Routed" },
  FAILED: { shape: "bad", word: "Failed" },
  DISMISSED: { shape: "off", word: "Dismissed" },
};

/** What ids of integrations and webhooks are called. */
export interface Names {
  readonly integration: (id: string) => string;
  readonly webhook: (id: string) => string;
}

/** "A, B and C"; of more than `most` the first ones and how many there are besides. */
export function listed(words: readonly string[], most = 3): string {
  const shown =
    words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : words;
  return new Intl.ListFormat("en", { type: "conjunction" }).format(shown).replace(", and ", " and ");
}

const spaced = (word: string) => word.replaceAll("_", " ");

/** Where a channel's messages come from: "ADT^A04 from Riverbend". */
export function sourceWords(source: ChannelSource, names: Names): string {
  switch (source.kind) {
    case "mllp": {
      const what = source.types.length > 0 ? listed(source.types) : "HL7 v2";
      return source.integrationId
        ? `${what} from ${names.integration(source.integrationId)}`
        : `${what} from every sender`;
    }
    case "http":
      return "What is posted to its address";
    case "event":
      return source.types.includes("*") ? "Every event" : `Events ${listed(source.types)}`;
    case "sync": {
      const by = source.integrationId ? `by ${names.integration(source.integrationId)}` : "by a sync";
      return `Changed ${listed(source.entities.map(spaced))}, ${by}`;
    }
  }
}

export const outputWords: Readonly<Record<ChannelOutput, { label: string; help: string }>> = {
  same: { label: "As it comes", help: "Every byte stays as it came, but for what rules write anew." },
  fhir: { label: "FHIR", help: "HL7 v2 and records of events become a FHIR R4 Bundle or resource." },
  hl7v2: { label: "HL7 v2", help: "FHIR and records of events become an HL7 v2 message." },
  json: { label: "JSON", help: "HL7 v2 becomes an object of segments and places. JSON stays as it is." },
};

/** "1 is", "4 are". */
export function countIs(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "is" : "are"}`;
}

/** "1 message is", "4 messages are". */
export function messagesHave(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? `message ${one}` : `messages ${many}`}`;
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** What becomes of a message: "FHIR, 2 rules"; "As it comes" where nothing does. */
export function mappingWords({
  to,
  rules,
}: Pick<ChannelMapping, "to"> & { rules: readonly unknown[] }): string {
  const { label } = outputWords[to];
  return rules.length > 0 ? `${label}, ${counted(rules.length, "rule")}` : label;
}

/** Where a destination leads: "MLLP lab.example:2575". */
export function destinationWords(destination: DestinationDefinition, names: Names): string {
  switch (destination.kind) {
    case "integration": {
      const name = names.integration(destination.integrationId);
      return destination.use === "take" ? `Records of ${name}` : `HL7 v2 to ${name}`;
    }
    case "mllp":
      return `MLLP ${destination.host}:${destination.port}`;
    case "http":
      return shortAddress(destination.url);
    case "webhook":
      return `Webhook ${names.webhook(destination.webhookId)}`;
  }
}

/** Whether nothing is sent for now, because its receiver is in trouble. */
export function isHeld({ heldUntil }: Pick<QueuedDestination, "heldUntil">, nowMs = Date.now()): boolean {
  return heldUntil !== null && Date.parse(heldUntil) > nowMs;
}

type Queue = Pick<QueuedDestination["queue"], "waiting" | "failed" | "oldestAt">;

/** What waits for destinations, all together. */
export function queueOf(destinations: readonly { readonly queue: Queue }[]): Queue {
  const queues = destinations.map(({ queue }) => queue);
  return {
    waiting: queues.reduce((sum, { waiting }) => sum + waiting, 0),
    failed: queues.reduce((sum, { failed }) => sum + failed, 0),
    oldestAt: queues.flatMap(({ oldestAt }) => oldestAt ?? []).toSorted()[0] ?? null,
  };
}

const placeOfProblem = /^(source|filter|mapping|destinations)(?:\.rules)?(?:\[(\d+)\])?\S*: /;
const placeNames: Readonly<Record<string, string>> = { mapping: "Rule", destinations: "Destination" };

/** "Destination 1: There is no such integration", of a problem that begins with its path in the definition. */
export function problemWords(problem: string): string {
  return problem.replace(placeOfProblem, (_, part: string, index?: string) =>
    index === undefined ? (parts[part] ?? "") : `${placeNames[part]} ${Number(index) + 1}: `,
  );
}

const parts: Readonly<Record<string, string>> = {
  source: "Source: ",
  filter: "Filter: ",
  mapping: "Mapping: ",
  "": "",
};

/** "Filter: $number was given a value that is no number."; "Rule for PID-5.1: It is required, and missing." */
export function errorWords(errors: readonly ChannelError[]): string {
  return errors.map(({ path, message }) => `${parts[path] ?? `Rule for ${path}: `}${message}`).join(" ");
}

/** What a test says of a message, in the words of what the channel would have done. */
export function testStateOf({ filtered, errors }: Pick<ChannelTestResult, "filtered" | "errors">): State {
  if (errors.length > 0) return channelMessageStates.FAILED;
  return filtered ? channelMessageStates.FILTERED : { shape: "ok", word: "Goes on" };
}
