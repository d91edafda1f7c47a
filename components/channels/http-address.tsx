"use client";

import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";

/** The address to post to, with a call that does. */
export function HttpAddress({ channelId }: { channelId?: string }) {
  if (channelId === undefined) {
    return <p className="text-ink-2">Its address is made when the channel is saved, and shown here.</p>;
  }
  const url = `${window.location.origin}/api/channels/${channelId}/messages`;
  const call = [
    `curl ${url} \\`,
    '  -H "Authorization: Bearer $CARELANE_API_KEY" \\',
    '  -H "Content-Type: x-application/hl7-v2+er7" \\',
    "  --data-binary @message.hl7",
  ].join("\n");
  return (
    <div className="grid gap-2">
      <p className="text-pretty text-ink-2">
        HL7 v2 is answered with its acknowledgement, FHIR and other JSON with 202. It takes an API key with
        the scope <code className="font-mono text-xs">channels:send</code>, and a running channel.
      </p>
      <CodeBlock code={call} what="call">
        <CopyButton text={url} what="address" size="sm" />
      </CodeBlock>
    </div>
  );
}
