/** A system that sends by itself, in words. Pure. */
import type { MessageTraffic } from "@/lib/messages/schema";

type Sender = NonNullable<MessageTraffic["sender"]>;

const any = "*";

/** By what its messages are known as its own. */
export function knownBy({ application, facility, peer, certificate }: Sender): string {
  const names = [
    application === any ? [] : [`${application} in MSH-3`],
    facility === any ? [] : [`${facility} in MSH-4`],
  ].flat();
  const named =
    names.length > 0
      ? `Messages with ${names.join(" and ")} are taken as its own`
      : "Messages of every sender that no other integration names are taken as its own";
  const from = peer === null ? "" : `, if they come from ${peer}`;
  const joiner = peer === null ? ", if" : " and";
  return `${named}${from}${certificate === null ? "" : `${joiner} it signs in with the certificate ${certificate}`}.`;
}

const ownHosts = ["127.0.0.1", "::1", "localhost"];

/** What keeps it from reaching us there, and what to do about it; null where nothing is known to. */
export function portWarning(
  { host, tlsPort }: MessageTraffic["mllp"],
  sender: MessageTraffic["sender"],
): string | null {
  if (sender?.certificate && tlsPort === null)
    return "It signs in with a certificate, and no port takes TLS: set MLLP_TLS_PORT and its certificate.";
  return ownHosts.includes(host)
    ? "Only programs on the computer of Carelane reach this address. Set MLLP_HOST to let others in."
    : null;
}

/** The messages of an integration in the browser, narrowed further. */
export function messagesHref(
  integrationId: string,
  filters: { direction: "in" | "out"; status?: string; from?: string },
): string {
  return `/messages?${new URLSearchParams({ integrationId, ...filters })}`;
}
