/**
 * What clients write is kept among all messages (lib/messages): what was taken in the transaction that wrote it, what was
 * refused in one of its own. Reads are no messages; they stand in the audit trail.
 */
import type { Actor } from "@/lib/auth";
import type { FhirJson } from "@/lib/fhir";
import { asCarelaneError } from "@/lib/http/problem";
import { type NewMessage, patientsIn, tellScreens, writeMessages } from "@/lib/messages";
import type { MessageError } from "@/lib/messages/schema";
import { now } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import { withOrganization } from "@/lib/platform/db";
import type { CarelaneError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { createLogger } from "@/lib/platform/logger";
import { type FhirAnswer, type FhirRequest, type FhirSession, inSession } from "./exchange";
import { issuesOf, outcomeOf } from "./outcome";
import { shownResource } from "./prefer";
import { entityOf } from "./resource-types";

const log = createLogger("fhir");

/** A write as it came. */
export interface WriteRequest {
  readonly actor: Actor;
  readonly request: FhirRequest;
  /** What it is called among messages, such as `Patient.create`. */
  readonly type: string;
  readonly receivedAt: Date;
}

/** What came of it. */
export interface WriteResult {
  readonly status: number;
  /** As it is answered. */
  readonly resource?: FhirJson;
  readonly written: FhirSession["written"];
  /** What of it was refused. */
  readonly errors: readonly MessageError[];
}

const deeds: Readonly<Record<string, string>> = {
  POST: "create",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};

export function isWrite({ method, path }: Pick<FhirRequest, "method" | "path">): boolean {
  return method in deeds && path.at(-1) !== "_search";
}

/** `Patient.create`; empty where the type is none of ours, since it may be any text. */
export function interactionType({ method, path: [type = ""] }: FhirRequest): string {
  return entityOf(type) ? `${type}.${deeds[method]}` : "";
}

/** Codes and places alone: what else an issue says may repeat what was sent. */
export function messageErrors(error: CarelaneError): MessageError[] {
  const told = issuesOf(error).flatMap(({ code, expression = [null] }) =>
    expression.map((path) => ({ code, title: error.title, detail: null, path })),
  );
  return [...new Map(told.map((one) => [`${one.code} ${one.path}`, one])).values()];
}

const endings = { PROCESSED: "processed", REJECTED: "rejected", FAILED: "failed" } as const;

function messageOf(
  { actor, request, type, receivedAt }: WriteRequest,
  processing: keyof typeof endings,
  { status, resource, written, errors }: WriteResult,
): NewMessage {
  const records = written.map(({ entity, id }) => ({ entity, recordId: id }));
  const patients = records.filter(({ entity }) => entity === "patients");
  const [error] = errors;
  return {
    id: newId(),
    organizationId: actor.organizationId,
    integrationId: null,
    kind: "fhir",
    direction: "in",
    type,
    controlId: null,
    sender: actor.name,
    body: request.sent ?? "",
    receivedAt,
    flags: [],
    found: [
      ...patientsIn(request.body, resource),
      ...patients.map(({ recordId }) => ({ parameter: "patient", value: recordId }) as const),
    ],
    processing,
    ack: { code: String(status), state: "SENT", text: null },
    answer: resource ? JSON.stringify(resource) : null,
    timeline: [
      { at: receivedAt.toISOString(), event: "received", detail: null },
      { at: now().toISOString(), event: endings[processing], detail: error?.title ?? null },
    ],
    errors,
    records,
  };
}

/** Keeps what is over already; that it could not be kept changes nothing of what is answered. */
async function keepAfterwards({ organizationId }: Actor, message: NewMessage): Promise<void> {
  try {
    const vault = await openVault(organizationId, "messages");
    await withOrganization({ organizationId }, async (tx) => writeMessages(tx, vault, [message]));
    tellScreens(organizationId);
  } catch (error) {
    log.error("A FHIR message could not be kept", { organizationId, error });
  }
}

/** Does `work`, and keeps the write where that refuses it. Throws what `work` throws. */
export async function keptIfRefused<T>(write: WriteRequest, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const known = asCarelaneError(error);
    const { status } = known;
    const result = { status, resource: outcomeOf(known), written: [], errors: messageErrors(known) };
    await keepAfterwards(write.actor, messageOf(write, status < 500 ? "REJECTED" : "FAILED", result));
    throw error;
  }
}

/** As it is answered. Of a bundle, Prefer says what each entry shows. */
function shownOf(answer: FhirAnswer, request: FhirRequest): FhirJson | undefined {
  return request.path.length === 0 ? answer.resource : shownResource(answer, request);
}

/** Performs a write in a session, and keeps it there. Throws what `work` throws. */
export async function performKept(
  write: WriteRequest,
  work: (session: FhirSession) => Promise<FhirAnswer>,
): Promise<FhirAnswer> {
  const { actor, request } = write;
  const vault = await openVault(actor.organizationId, "messages");
  const answer = await keptIfRefused(write, () =>
    inSession(actor, async (session) => {
      const done = await work(session);
      const { written } = session;
      const result = { status: done.status, resource: shownOf(done, request), written, errors: [] };
      writeMessages(session.tx, vault, [messageOf(write, "PROCESSED", result)]);
      return done;
    }),
  );
  tellScreens(actor.organizationId);
  return answer;
}

/** Keeps a write that is several, each in a transaction of its own, once it is over. */
export function keepWhole(write: WriteRequest, result: WriteResult): Promise<void> {
  return keepAfterwards(write.actor, messageOf(write, "PROCESSED", result));
}
