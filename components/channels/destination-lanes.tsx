"use client";

import { clsx } from "clsx";
import { RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { usePermission } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Unknown } from "@/components/ui/fact-list";
import { formatCount } from "@/components/ui/format";
import { RelativeTime, TimeUntil } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { Cell, type Column, Table } from "@/components/ui/table";
import { notify } from "@/components/ui/toaster";
import { useDone } from "@/components/use-done";
import { useSubmit } from "@/components/use-submit";
import type { QueuedDestination } from "@/lib/channels/schema";
import { countIs, destinationWords, isHeld } from "./channel-words";
import { type Channel, useChannelCalls } from "./use-channels";
import { useNames } from "./use-names";

const columns: readonly Column[] = [
  { id: "destination", head: "Destination", names: true, phone: "name" },
  { id: "held", head: "Sends again", width: "110px", right: true, secondary: true },
  { id: "waiting", head: "Waiting", width: "76px", right: true, phone: "state" },
  { id: "failed", head: "Given up", width: "76px", right: true },
  { id: "oldest", head: "Oldest", width: "92px", right: true, secondary: true },
  { id: "actions", head: "Actions", headHidden: true, width: "250px", right: true, phone: "wide" },
];

/** Each destination with what waits for it, and what can be done with that. */
export function DestinationLanes({ channel }: { channel: Channel }) {
  return (
    <div className="max-h-72 flex-none overflow-auto">
      <Table label="Destinations" columns={columns}>
        {channel.destinations.map((destination) => (
          <Lane key={destination.id} channelId={channel.id} destination={destination} />
        ))}
        {channel.formerDestinations.map((destination) => (
          <Lane key={destination.id} channelId={channel.id} destination={destination} isFormer />
        ))}
      </Table>
    </div>
  );
}

type LaneProps = { channelId: string; destination: QueuedDestination; isFormer?: boolean };

function Lane({ isFormer, ...props }: LaneProps) {
  const { queue, heldUntil } = props.destination;
  const againAt = heldUntil && isHeld(props.destination) ? heldUntil : queue.nextTryAt;
  const name = destinationWords(props.destination, useNames());
  return (
    <Row>
      <Cell column="destination" title={name}>
        <span className="font-medium">{name}</span>{" "}
        {isFormer ? <Badge tone="outline">taken out, still sent</Badge> : null}
      </Cell>
      <Cell column="held" className="text-ink-3">
        {againAt ? <TimeUntil at={againAt} /> : <Unknown>not held</Unknown>}
      </Cell>
      <Cell column="waiting" zero={queue.waiting === 0}>
        <span className="max-sm:hidden">{formatCount(queue.waiting)}</span>
        <span className="text-ink-2 sm:hidden">
          {formatCount(queue.waiting)} waiting, {formatCount(queue.failed)} given up
        </span>
      </Cell>
      <Cell
        column="failed"
        zero={queue.failed === 0}
        className={queue.failed > 0 ? "text-bad-ink" : undefined}
      >
        {formatCount(queue.failed)}
      </Cell>
      <Cell column="oldest" className="text-ink-3">
        {queue.oldestAt ? <RelativeTime at={queue.oldestAt} /> : <Unknown>nothing waits</Unknown>}
      </Cell>
      <Cell column="actions" className={clsx(queue.waiting + queue.failed === 0 && "max-sm:hidden!")}>
        <LaneActions {...props} name={name} />
      </Cell>
    </Row>
  );
}

function LaneActions({ channelId, destination: { id, queue }, name }: LaneProps & { name: string }) {
  const mayChange = usePermission("channels:write");
  const { retryDeliveries } = useChannelCalls();
  const { run, isUnderWay } = useDone();
  const [isDropping, setDropping] = useState(false);
  if (!mayChange) return null;
  const retry = () =>
    run(async () => {
      const { count } = await retryDeliveries(channelId, { destinationId: id, state: "DEAD" });
      return { title: `${countIs(count)} sent again`, detail: `To ${name}, with all their tries` };
    }, "Nothing was sent again");
  return (
    <span className="inline-flex gap-1.5">
      {queue.failed > 0 ? (
        <Button size="sm" icon={RotateCcw} loading={isUnderWay} onClick={retry}>
          Retry {formatCount(queue.failed)} given up
        </Button>
      ) : null}
      {queue.waiting > 0 ? (
        <Button size="sm" variant="danger" icon={X} onClick={() => setDropping(true)}>
          Drop waiting
        </Button>
      ) : null}
      {isDropping ? (
        <DropDialog
          {...{ channelId, name }}
          destinationId={id}
          queue={queue}
          onClose={() => setDropping(false)}
        />
      ) : null}
    </span>
  );
}

type DropDialogProps = {
  channelId: string;
  destinationId: string;
  name: string;
  queue: QueuedDestination["queue"];
  onClose: () => void;
};

function DropDialog({ channelId, destinationId, name, queue: { waiting }, onClose }: DropDialogProps) {
  const { dropDeliveries } = useChannelCalls();
  const form = useSubmit([]);
  const send = async () => {
    const { count } = await dropDeliveries(channelId, destinationId);
    notify({
      title: `${countIs(count)} given up`,
      detail: "They stay among messages and can be retried",
    });
    onClose();
  };
  return (
    <FormDialog
      title={`Drop what waits for ${name}?`}
      description={`What waits is given up and not sent: ${formatCount(waiting)} in all. Each stays here and can be retried. What comes from now on is sent as before.`}
      action="Drop waiting"
      variant="danger"
      form={form}
      onSend={send}
      onClose={onClose}
    />
  );
}
