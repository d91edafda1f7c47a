/** Messages as FHIR resources of the records they tell of. */
import type { Entity } from "@/lib/connectors/contract";
import { fhirResources } from "@/lib/fhir";
import { type ConvertedMessage, convertMessage, decodeMessage, type Message, parseMessage } from "@/lib/hl7";
import { bodyParts } from "@/lib/messages";
import type { MessageError } from "@/lib/messages/schema";
import type { Vault } from "@/lib/platform/crypto";
import { isCarelaneError } from "@/lib/platform/errors";
import { createLogger } from "@/lib/platform/logger";
import { recordEntities } from "@/lib/records";
import type { WaitingMessage } from "./waiting";

const log = createLogger("messages");

export interface ReadMessage {
  readonly message: WaitingMessage;
  /** Both absent where it could not be read. */
  readonly source?: { readonly parsed: Message; readonly encoding: string };
  readonly converted?: ConvertedMessage;
  readonly errors: readonly MessageError[];
}

const entityByType: ReadonlyMap<string, Entity> = new Map(
  recordEntities.flatMap((entity): [string, Entity][] =>
    entity in fhirResources ? [[fhirResources[entity].resourceType, entity]] : [],
  ),
);

/** The entity that holds a type of resource; undefined for what has no records of ours. */
export function entityOfType(resourceType: string): Entity | undefined {
  return entityByType.get(resourceType);
}

function failure(message: WaitingMessage, error: unknown): MessageError {
  if (isCarelaneError(error)) {
    const { code, title, detail } = error;
    return { code, title, detail: detail ?? null, path: null };
  }
  log.error("A message could not be converted", { messageId: message.id, error });
  return {
    code: "conversion_failed",
    title: "The message could not be converted",
    detail: "The fault is Carelane's. The message is kept and can be replayed once it is mended.",
    path: null,
  };
}

/** Opens and converts a message. What fails is the message's own error: no message keeps others from being processed. */
export function readMessage(vault: Vault, message: WaitingMessage, timeZone: string): ReadMessage {
  try {
    const { text, encoding } = decodeMessage(vault.openPacked(message.body, bodyParts(message.id)));
    const parsed = parseMessage(text);
    return {
      message,
      source: { parsed, encoding },
      converted: convertMessage(parsed, { timeZone }),
      errors: [],
    };
  } catch (error) {
    return { message, errors: [failure(message, error)] };
  }
}
