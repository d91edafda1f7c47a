"use client";

import Link from "next/link";
import { usePermission } from "@/components/shell/workspace-context";
import { RelativeTime } from "@/components/ui/relative-time";
import type { IntegrationView } from "@/lib/integrations/schema";
import { SetupStep } from "./setup-step";
import { useTraffic } from "./use-integrations";
import { WhereToSend } from "./where-to-send";

/** The last steps of a system that sends by itself: it is told where to, and its first message comes. */
export function FirstMessage({ integration: { id, status } }: { integration: IntegrationView }) {
  const { data: traffic } = useTraffic(id);
  const lastAt = traffic?.in.lastAt ?? null;
  return (
    <>
      <SetupStep title="Connect the sender" isDone={lastAt !== null}>
        <div className="grid gap-2">
          <p>Have it send to this address.</p>
          {traffic ? <WhereToSend integrationId={id} traffic={traffic} /> : null}
        </div>
      </SetupStep>
      <SetupStep title="First message" isDone={lastAt !== null}>
        {lastAt !== null ? (
          <p>
            It came <RelativeTime at={lastAt} />.
          </p>
        ) : status === "active" ? (
          <NoneYet />
        ) : (
          "It is taken once the integration is active."
        )}
      </SetupStep>
    </>
  );
}

/** A message under other names than the settings have is refused, and kept where somebody finds it. */
function NoneYet() {
  const mayRead = usePermission("messages:read");
  return (
    <p className="text-pretty">
      None has come yet. It shows here when it does.{" "}
      {mayRead ? (
        <>
          If the sender says that it was refused, compare MSH-3 and MSH-4 among the{" "}
          <Link href="/messages?direction=in&status=REJECTED">refused messages</Link>.
        </>
      ) : null}
    </p>
  );
}
