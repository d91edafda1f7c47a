/** Whose a message is: the integration that names its sender most closely. */
import type { MessageSender } from "@/lib/connectors/contract";
import { connectors } from "@/lib/connectors/registry";
import type { Message } from "@/lib/hl7";
import { loadConnectorContext } from "@/lib/integrations";
import { isInRange, parseAddress, parseRange } from "@/lib/platform/address-range";
import { nowMs } from "@/lib/platform/clock";
import { shared } from "@/lib/platform/container";
import { withSystem } from "@/lib/platform/db";
import { isCarelaneError } from "@/lib/platform/errors";
import { createLogger } from "@/lib/platform/logger";

const log = createLogger("messages");

/** Who is at the other end of a connection. */
export interface Peer {
  readonly address: string;
  /** SHA-256 of its certificate, in hexadecimal digits. */
  readonly certificate?: string;
}

interface KnownSender extends MessageSender {
  readonly organizationId: string;
  readonly integrationId: string;
}

interface OrganizationRow {
  id: string;
  code: string;
}

interface Directory {
  readonly senders: readonly KnownSender[];
  readonly organizations: readonly OrganizationRow[];
}

/** Who sent a message. */
export type Found =
  | { readonly state: "known"; readonly organizationId: string; readonly integrationId: string }
  /** No integration in use names it; `organizationId` is whose it is all the same, where that can be told. */
  | { readonly state: "unknown"; readonly organizationId?: string };

interface IntegrationRef {
  id: string;
  organization_id: string;
  updated_at: Date;
}

const freshMs = 2_000;

const cache = () =>
  shared("message-senders", () => ({
    readAt: 0,
    reading: undefined as Promise<Directory> | undefined,
    settings: new Map<string, { readonly updatedAt: number; readonly sender: MessageSender | undefined }>(),
  }));

async function settingsOf({ id, organization_id: organizationId, updated_at }: IntegrationRef) {
  const { settings } = cache();
  const known = settings.get(id);
  if (known?.updatedAt === updated_at.getTime()) return known.sender;
  let sender: MessageSender | undefined;
  try {
    const { connector, context } = await loadConnectorContext({ organizationId }, id);
    sender = connector.messageSender?.(context.config);
  } catch (error) {
    if (!isCarelaneError(error)) throw error;
    log.warn("The settings of a sender of messages are not complete", {
      integrationId: id,
      code: error.code,
    });
  }
  settings.set(id, { updatedAt: updated_at.getTime(), sender });
  return sender;
}

async function readDirectory(): Promise<Directory> {
  const ids = connectors.filter(({ messageSender }) => messageSender).map(({ id }) => id);
  const [integrations, organizations] = await withSystem("inbound", async (tx) => [
    await tx.query<IntegrationRef>(
      `select id, organization_id, updated_at from integrations
        where connector_id = any($1::text[]) and status in ('active', 'paused', 'error') order by created_at, id`,
      [ids],
    ),
    await tx.query<OrganizationRow>("select id, code from organizations"),
  ]);
  const senders: KnownSender[] = [];
  for (const integration of integrations) {
    const sender = await settingsOf(integration);
    if (!sender) continue;
    const { id: integrationId, organization_id: organizationId } = integration;
    senders.push({ ...sender, organizationId, integrationId });
  }
  return { senders, organizations };
}

async function directory(): Promise<Directory> {
  const held = cache();
  if (!held.reading || nowMs() - held.readAt > freshMs) {
    held.readAt = nowMs();
    held.reading = readDirectory();
    held.reading.catch(() => {
      held.reading = undefined;
    });
  }
  return held.reading;
}

const any = "*";

/** How closely a setting names what stands in a field; undefined when it names something else. */
function closeness(setting: string, message: Message, field: "MSH-3" | "MSH-4"): number | undefined {
  if (setting === any) return 0;
  const first = message.text(`${field}.1`) ?? "";
  const whole = message.segment("MSH")?.written(field === "MSH-3" ? 3 : 4) ?? "";
  return setting === first || setting === whole ? 1 : undefined;
}

function comesFrom({ peer: network, certificate }: KnownSender, peer: Peer | undefined): number | undefined {
  if (!peer) return 0;
  if (certificate !== undefined && certificate !== peer.certificate) return undefined;
  if (network === undefined) return certificate === undefined ? 0 : 1;
  const [range, address] = [parseRange(network), parseAddress(peer.address)];
  return range && address && isInRange(address, range) ? 1 : undefined;
}

/** Application before facility, both before where it comes from; undefined when it is somebody else. */
function rank(sender: KnownSender, message: Message, peer: Peer | undefined): number | undefined {
  const application = closeness(sender.application, message, "MSH-3");
  const facility = closeness(sender.facility, message, "MSH-4");
  const origin = comesFrom(sender, peer);
  if (application === undefined || facility === undefined || origin === undefined) return undefined;
  return application * 4 + facility * 2 + origin;
}

/** The organization that a message names as its receiver (MSH-6), by its code; else the only one there is. */
function receiverOf({ organizations }: Directory, message: Message | undefined): string | undefined {
  if (organizations.length === 1) return organizations[0]?.id;
  const facility = message?.text("MSH-6")?.toLowerCase();
  return organizations.find(({ code }) => code.toLowerCase() === facility)?.id;
}

/** The senders that a message fits most closely, and at least as closely as asked for. */
function closest(
  senders: readonly KnownSender[],
  message: Message,
  peer: Peer | undefined,
  least: number,
): KnownSender[] {
  let best = least;
  let found: KnownSender[] = [];
  for (const sender of senders) {
    const own = rank(sender, message, peer);
    if (own === undefined || own < best) continue;
    found = own === best ? [...found, sender] : [sender];
    best = own;
  }
  return found;
}

/**
 * Finds whose message this is. One that cannot be read is of an unknown sender, and so is one that fits senders of
 * several organizations and names none of these as its receiver: nobody's patients are shown to another. Without `peer`,
 * as of a message that is processed again, the header alone says whose it is.
 */
export async function findSender(message: Message | undefined, peer?: Peer): Promise<Found> {
  const known = await directory();
  const receiver = receiverOf(known, message);
  const unknown = { state: "unknown", organizationId: receiver } as const;
  if (!message) return unknown;
  const senders = known.senders.filter(
    ({ organizationId }) => receiver === undefined || organizationId === receiver,
  );
  // Who takes any sender's messages takes those that name nobody else as their receiver only where nobody else is.
  const found = closest(senders, message, peer, receiver === undefined ? 1 : 0);
  const [first] = found;
  if (!first || found.some(({ organizationId }) => organizationId !== first.organizationId)) return unknown;
  return { state: "known", organizationId: first.organizationId, integrationId: first.integrationId };
}

/** In which time zone a sender gives times without an offset; undefined where its settings do not say. */
export async function senderTimeZone(integrationId: string): Promise<string | undefined> {
  const { senders } = await directory();
  return senders.find((sender) => sender.integrationId === integrationId)?.timeZone;
}

/** Has the next message looked up anew, for tests that change who is known. */
export function forgetSenders(): void {
  cache().reading = undefined;
}
