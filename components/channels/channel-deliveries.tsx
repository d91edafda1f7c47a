"use client";

import { RotateCcw, Send } from "lucide-react";
import { DeliveryEntry, deliveryStates } from "@/components/deliveries/delivery-entry";
import { ExportLink } from "@/components/export-link";
import { ListBody } from "@/components/list-body";
import { MessageLink } from "@/components/messages/message-facts";
import { FilterBar } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { ChoiceChip } from "@/components/ui/choice-chip";
import { EmptyState } from "@/components/ui/states";
import { useAddress } from "@/components/ui/use-address";
import { useDone } from "@/components/use-done";
import {
  type ChannelDeliveryQuery,
  type ChannelDeliveryView,
  channelDeliveryStates,
} from "@/lib/channels/schema";
import { destinationWords } from "./channel-words";
import { DestinationLanes } from "./destination-lanes";
import { type Channel, channelFile, useChannelCalls, useChannelDeliveries } from "./use-channels";
import { useNames } from "./use-names";

const states = channelDeliveryStates.map((value) => ({ value, label: deliveryStates[value].word }));

/** The queues of the destinations, and below them each delivery, newest first. */
export function ChannelDeliveries({ channel }: { channel: Channel }) {
  const { values, change } = useAddress();
  const names = useNames();
  const destinations = [...channel.destinations, ...channel.formerDestinations];
  const options = destinations.map((each) => ({ value: each.id, label: destinationWords(each, names) }));
  const asked: ChannelDeliveryQuery = {
    destinationId: options.find(({ value }) => value === values.get("destination"))?.value,
    state: channelDeliveryStates.find((each) => each === values.get("state")),
  };
  const query = useChannelDeliveries(channel.id, asked);
  const deliveries = query.data?.pages.flatMap(({ data }) => data) ?? [];
  const nameOf = (id: string) =>
    options.find(({ value }) => value === id)?.label ?? "A destination that is gone";
  return (
    <>
      {destinations.length > 0 ? <DestinationLanes channel={channel} /> : null}
      <FilterBar end={<ExportLink size="sm" href={channelFile(channel.id, "deliveries", asked)} />}>
        <ChoiceChip
          label="Destination"
          options={options}
          value={asked.destinationId ?? null}
          onChange={(destination) => change({ destination })}
        />
        <ChoiceChip
          label="State"
          options={states}
          value={asked.state ?? null}
          onChange={(state) => change({ state })}
        />
      </FilterBar>
      <ListBody
        what="Deliveries"
        right="read channels"
        query={query}
        empty={<NoDeliveries isNarrowed={Object.values(asked).some(Boolean)} />}
      >
        <ul aria-label="Deliveries, newest first" className="border-line border-t">
          {deliveries.map((delivery) => (
            <Delivery
              key={delivery.id}
              channelId={channel.id}
              delivery={delivery}
              title={nameOf(delivery.destinationId)}
            />
          ))}
        </ul>
      </ListBody>
    </>
  );
}

function NoDeliveries({ isNarrowed }: { isNarrowed: boolean }) {
  return (
    <EmptyState icon={Send} title={isNarrowed ? "No delivery fits" : "Nothing went out yet"}>
      {isNarrowed
        ? "Clear the filters to see the others."
        : "What the channel makes of a message appears here once for each destination, with every try."}
    </EmptyState>
  );
}

type DeliveryProps = { channelId: string; delivery: ChannelDeliveryView; title: string };

function Delivery({ channelId, delivery, title }: DeliveryProps) {
  const mayOpen = usePermission("messages:raw");
  return (
    <DeliveryEntry
      title={title}
      {...delivery}
      waitsFor={delivery.waitsFor ? "older news of the same patient" : undefined}
    >
      {mayOpen ? (
        <p className="text-xs">
          <MessageLink id={delivery.id}>
            {delivery.state === "DELIVERED" ? "What went out" : "What is to go out"}
          </MessageLink>
          , made of <MessageLink id={delivery.sourceMessageId}>this message</MessageLink>
        </p>
      ) : null}
      {delivery.waitsFor ? (
        <p className="text-xs">
          It goes out after{" "}
          {mayOpen ? <MessageLink id={delivery.waitsFor}>older news</MessageLink> : "older news"} of the same
          patient, so that the receiver does not take an old state for the newest.
        </p>
      ) : null}
      {delivery.state === "DELIVERED" ? null : <Retry channelId={channelId} delivery={delivery} />}
    </DeliveryEntry>
  );
}

function Retry({ channelId, delivery }: Omit<DeliveryProps, "title">) {
  const mayChange = usePermission("channels:write");
  const { retryDelivery } = useChannelCalls();
  const { run, isUnderWay } = useDone();
  if (!mayChange) return null;
  const retry = () =>
    run(async () => {
      await retryDelivery(channelId, delivery.id);
      return { title: "It is sent now", detail: "With all its tries" };
    }, "It was not sent");
  return (
    <div>
      <Button size="sm" icon={RotateCcw} loading={isUnderWay} onClick={retry}>
        {delivery.state === "DEAD" ? "Try again" : "Try now"}
      </Button>
    </div>
  );
}
