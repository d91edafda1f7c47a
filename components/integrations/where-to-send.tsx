"use client";

import { useAllChannels } from "@/components/channels/use-channels";
import { CopyLine } from "@/components/ui/copy-button";
import type { MessageTraffic } from "@/lib/messages/schema";
import { knownBy, portWarning } from "./sender-words";

type WhereToSendProps = { integrationId: string; traffic: MessageTraffic };

/** Where a system is to send its messages, and by what they are known as its own. */
export function WhereToSend({ integrationId, traffic: { mllp, sender } }: WhereToSendProps) {
  const { host, port, tlsPort } = mllp;
  const warning = portWarning(mllp, sender);
  return (
    <div className="grid gap-2.5">
      {sender?.certificate ? null : <Address label="HL7 v2 over MLLP" text={`${host}:${port}`} />}
      {tlsPort === null ? null : <Address label="HL7 v2 over MLLP with TLS" text={`${host}:${tlsPort}`} />}
      {warning ? <p className="text-pretty text-warn-ink">{warning}</p> : null}
      <HttpAddresses integrationId={integrationId} />
      {sender ? <p className="wrap-anywhere text-ink">{knownBy(sender)}</p> : null}
    </div>
  );
}

function Address({ label, text }: { label: string; text: string }) {
  return (
    <div className="grid gap-1">
      <p className="text-ink-3 text-xs">{label}</p>
      <CopyLine text={text} what="address" size="sm" />
    </div>
  );
}

/** The channels that take what is posted to them and give it to this integration. */
function HttpAddresses({ integrationId }: { integrationId: string }) {
  const channels = useAllChannels().filter(
    ({ source, destinations }) =>
      source.kind === "http" &&
      destinations.some(
        (to) => to.kind === "integration" && to.use === "take" && to.integrationId === integrationId,
      ),
  );
  return channels.map(({ id, name }) => (
    <Address
      key={id}
      label={`Over HTTP, through the channel ${name}`}
      text={`${window.location.origin}/api/channels/${id}/messages`}
    />
  ));
}
