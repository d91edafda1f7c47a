"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { Unknown } from "@/components/ui/fact-list";
import { formatCount } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { Status } from "@/components/ui/status";
import { StatusShape } from "@/components/ui/status-shape";
import { ActionsCell, Cell, type Column, Table } from "@/components/ui/table";
import { ChannelSwitch } from "./channel-switch";
import {
  channelState,
  destinationWords,
  failedCount,
  failedPlace,
  isHeld,
  listed,
  problemWords,
  queueOf,
  sourceWords,
} from "./channel-words";
import type { Channel } from "./use-channels";
import { useNames } from "./use-names";

const columns: readonly Column[] = [
  { id: "state", head: "State", width: "116px", phone: "state" },
  { id: "name", head: "Channel", width: "clamp(150px, 18vw, 240px)", names: true, phone: "name" },
  { id: "source", head: "From", secondary: true },
  { id: "destinations", head: "To", phone: "detail" },
  { id: "unable", head: "Failed", width: "68px", right: true },
  { id: "waiting", head: "Waiting", width: "76px", right: true },
  { id: "failed", head: "Given up", width: "76px", right: true, phone: "time" },
  { id: "oldest", head: "Oldest", width: "92px", right: true },
  { id: "version", head: "Version", width: "68px", right: true, secondary: true },
  { id: "action", head: "Action", headHidden: true, width: "96px" },
];

/** Channels, newest first, with what waits for their destinations. */
export function ChannelTable({ channels }: { channels: readonly Channel[] }) {
  return (
    <Table label="Channels, newest first" columns={columns}>
      {channels.map((channel) => (
        <ChannelRow key={channel.id} channel={channel} />
      ))}
    </Table>
  );
}

function ChannelRow({ channel }: { channel: Channel }) {
  const router = useRouter();
  const { id, name, failed, version, destinations, formerDestinations } = channel;
  const { shape, word } = channelState(channel);
  const all = [...destinations, ...formerDestinations];
  const queue = queueOf(all);
  const isInTrouble = all.some((destination) => isHeld(destination));
  return (
    <Row onOpen={() => router.push(`/channels/${id}`)}>
      <Cell column="state">
        <Status shape={shape}>
          <span>
            {word}
            {failed > 0 ? <span className="sm:hidden"> · {failedCount(failed)} failed</span> : null}
          </span>
        </Status>
      </Cell>
      <Cell column="name" title={name}>
        <span className="font-medium">{name}</span>
      </Cell>
      <WayCells channel={channel} />
      <Cell column="unable" zero={failed === 0}>
        {failed > 0 ? (
          <Link href={failedPlace(channel)} className="text-warn-ink underline underline-offset-2">
            {failedCount(failed)}
            <span className="sr-only"> failed</span>
          </Link>
        ) : (
          formatCount(failed)
        )}
      </Cell>
      <Cell column="waiting" zero={queue.waiting === 0}>
        <span className="inline-flex items-center gap-1">
          {isInTrouble ? <StatusShape shape="retry" className="size-3" /> : null}
          {formatCount(queue.waiting)}
          {isInTrouble ? <span className="sr-only">, a receiver is in trouble</span> : null}
        </span>
      </Cell>
      <Cell
        column="failed"
        zero={queue.failed === 0}
        className={queue.failed > 0 ? "text-bad-ink" : undefined}
      >
        <span className={clsx(queue.failed === 0 && "max-sm:hidden")}>
          {formatCount(queue.failed)}
          <span className="sm:hidden"> given up</span>
        </span>
        {queue.failed === 0 && queue.waiting > 0 ? (
          <span className="text-ink-2 sm:hidden">{formatCount(queue.waiting)} waiting</span>
        ) : null}
      </Cell>
      <Cell column="oldest" className="text-ink-3">
        {queue.oldestAt ? <RelativeTime at={queue.oldestAt} /> : <Unknown>nothing waits</Unknown>}
      </Cell>
      <Cell column="version" className="text-ink-3">
        {version}
      </Cell>
      <ActionsCell>
        <ChannelSwitch channel={channel} size="sm" />
      </ActionsCell>
    </Row>
  );
}

/** From where to where; the problem stands in the place of the latter where there is one. */
function WayCells({ channel: { source, destinations, problem } }: { channel: Channel }) {
  const names = useNames();
  const from = sourceWords(source, names);
  const ways = destinations.map((destination) => destinationWords(destination, names));
  const to = problem ? problemWords(problem) : listed(ways);
  return (
    <>
      <Cell column="source" title={from} className="text-ink-2">
        {from}
      </Cell>
      <Cell column="destinations" title={to} className={problem ? "text-bad-ink" : "text-ink-2"}>
        {to || <Unknown>no destination yet</Unknown>}
      </Cell>
    </>
  );
}
