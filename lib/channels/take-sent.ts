/** What is sent to a channel over HTTP: stored, and given to it, before anything is answered. */
import { z } from "zod";
import type { Actor } from "@/lib/auth";
import { parseJson } from "@/lib/http/body";
import { storeMessages, takeSent, tellScreens } from "@/lib/messages";
import { now } from "@/lib/platform/clock";
import { withOrganization } from "@/lib/platform/db";
import { findChannel } from "./definition/channel-store";
import { channelErrors } from "./errors";
import { hopsIn } from "./hops";

interface Sent {
  readonly bytes: Uint8Array;
  readonly headers: Headers;
}

interface TakenSent {
  readonly messageId: string;
  /** The acknowledgement of an HL7 v2 message that asks for one. */
  readonly answer: Buffer | null;
}

function isHl7({ bytes, headers }: Sent): boolean {
  const type = headers.get("content-type") ?? "";
  return /hl7-v2/i.test(type) || Buffer.from(bytes.subarray(0, 3)).toString("latin1") === "MSH";
}

const about = z.object({ reference: z.string().optional() }).optional().catch(undefined);
const resourceSchema = z.object({
  resourceType: z.string().regex(/^[A-Z][A-Za-z]{1,63}$/),
  id: z.string().optional(),
  identifier: z
    .array(z.object({ value: z.string().optional() }))
    .optional()
    .catch(undefined),
  subject: about,
  patient: about,
});
const bundleSchema = z.object({ entry: z.array(z.object({ resource: z.unknown() })) });

/** Whom a resource is about, by the numbers that it gives. */
function patientsIn(json: unknown): string[] {
  const { data: resource } = resourceSchema.safeParse(json);
  if (!resource) return [];
  const { resourceType, id, identifier = [], subject, patient } = resource;
  if (resourceType === "Patient")
    return [id, ...identifier.map(({ value }) => value)].filter((one) => one !== undefined);
  const [, referred] = /(?:^|\/)Patient\/([^/]+)$/.exec(subject?.reference ?? patient?.reference ?? "") ?? [];
  return referred === undefined ? [] : [referred];
}

function numbersIn(json: unknown): string[] {
  const { data: bundle } = bundleSchema.safeParse(json);
  const resources = bundle ? bundle.entry.map(({ resource }) => resource) : [json];
  return [...new Set(resources.flatMap(patientsIn))];
}

async function takeJson(
  organizationId: string,
  channelId: string,
  { bytes, headers }: Sent,
): Promise<string> {
  const json = parseJson(bytes);
  const { data: resource } = resourceSchema.safeParse(json);
  const [taken] = await storeMessages(organizationId, [
    {
      organizationId,
      integrationId: null,
      channelId,
      hops: hopsIn(headers),
      kind: resource ? "fhir" : "webhook",
      type: resource?.resourceType ?? "json",
      controlId: null,
      sender: null,
      body: bytes,
      receivedAt: now(),
      flags: [],
      found: numbersIn(json).map((value) => ({ parameter: "patient", value })),
      processing: "RECEIVED",
      ack: { code: "202", state: "SENT", text: null },
      answer: null,
    },
  ]);
  tellScreens(organizationId);
  return taken?.id ?? "";
}

/**
 * Takes a message for a channel. Throws `channel_not_found`, `source_differs`, `channel_stopped`, `body_malformed`,
 * `hl7_unparseable`.
 */
export async function takeSentMessage(actor: Actor, channelId: string, sent: Sent): Promise<TakenSent> {
  const { organizationId } = actor;
  const { id, definition } = await withOrganization(actor, (tx) => findChannel(tx, channelId));
  if (definition.source.kind !== "http") {
    throw channelErrors.source_differs({
      detail: "Give it an HTTP source, or send to a channel that has one.",
    });
  }
  if (!isHl7(sent)) return { messageId: await takeJson(organizationId, id, sent), answer: null };
  const taken = await takeSent(organizationId, id, sent.bytes, hopsIn(sent.headers));
  return { messageId: taken.id, answer: taken.answer };
}
