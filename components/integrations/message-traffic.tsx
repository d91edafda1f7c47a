"use client";

import { clsx } from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { usePermission } from "@/components/shell/workspace-context";
import { Fact, FactList, Unknown } from "@/components/ui/fact-list";
import { formatCount } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { PanelSection } from "@/components/ui/side-panel";
import { mostMessagesCounted, type MessageTraffic as Traffic } from "@/lib/messages/schema";
import { messagesHref } from "./sender-words";
import { useTraffic } from "./use-integrations";
import { WhereToSend } from "./where-to-send";

type MessageTrafficProps = {
  integrationId: string;
  /** Whether the set-up list above says already where it is to send. */
  isBeginning: boolean;
};

/** What a system sends by itself and what goes out to it, in figures that lead to the messages. */
export function MessageTraffic({ integrationId, isBeginning }: MessageTrafficProps) {
  const { data: traffic } = useTraffic(integrationId);
  if (!traffic) return null;
  return (
    <>
      {isBeginning ? null : (
        <>
          <PanelSection title="Where it sends">
            <WhereToSend integrationId={integrationId} traffic={traffic} />
          </PanelSection>
          <Flow integrationId={integrationId} direction="in" traffic={traffic} />
        </>
      )}
      <Flow integrationId={integrationId} direction="out" traffic={traffic} />
    </>
  );
}

const titles = { in: "What it sends", out: "What goes out to it" } as const;
const waitingStatus = { in: "RECEIVED", out: "PROCESSING" } as const;

type FlowProps = { integrationId: string; direction: "in" | "out"; traffic: Traffic };

function Flow({ integrationId, direction, traffic }: FlowProps) {
  const mayRead = usePermission("messages:read");
  const { lastAt, lastDay, waiting, failed, dead } = traffic[direction];
  if (direction === "out" && traffic.address === null && lastAt === null) return <NothingGoesOut />;
  const linked = (count: number, narrowed: { status?: string; from?: string }, tone?: string) => (
    <Count
      count={count}
      tone={tone}
      href={mayRead ? messagesHref(integrationId, { direction, ...narrowed }) : null}
    />
  );
  return (
    <PanelSection
      title={titles[direction]}
      aside={mayRead ? <Link href={messagesHref(integrationId, { direction })}>All of them</Link> : null}
    >
      <FactList>
        {direction === "out" ? (
          <Fact label="Goes to">{traffic.address ?? <Unknown>no address</Unknown>}</Fact>
        ) : null}
        <Fact label="Last message">
          {lastAt ? <RelativeTime at={lastAt} /> : <Unknown>none yet</Unknown>}
        </Fact>
        <Fact label="Last 24 hours">{linked(lastDay, { from: traffic.since })}</Fact>
        <Fact label="Waiting">{linked(waiting, { status: waitingStatus[direction] })}</Fact>
        <Fact label="Failed">{linked(failed, { status: "FAILED" }, "text-bad-ink")}</Fact>
        {dead > 0 ? <Fact label="Given up">{linked(dead, { status: "DEAD" }, "text-bad-ink")}</Fact> : null}
      </FactList>
    </PanelSection>
  );
}

function NothingGoesOut() {
  return (
    <PanelSection title={titles.out}>
      <p className="text-pretty text-ink-2">
        Nothing: its settings name no address where it takes messages. What channels send it, and the
        application's answers that it asks for, would go there.
      </p>
    </PanelSection>
  );
}

/** A number, and where there is something to see the way to it. */
function Count({ count, tone, href }: { count: number; tone?: string; href: string | null }): ReactNode {
  if (count === 0) return "0";
  const words = count >= mostMessagesCounted ? `${formatCount(count)} or more` : formatCount(count);
  if (href === null) return words;
  return (
    <Link href={href} className={clsx("underline underline-offset-2", tone ?? "text-accent-ink")}>
      {words}
    </Link>
  );
}
