"use client";

import { ReadFailed } from "@/components/read-failed";
import { Sheet, SheetBody, SheetHead } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { BannerStrip } from "@/components/ui/banner";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { ShapeName } from "@/components/ui/status-shape";
import { useAddress } from "@/components/ui/use-address";
import { ChannelButtons } from "./channel-buttons";
import { ChannelDeliveries } from "./channel-deliveries";
import { ChannelFlow } from "./channel-flow";
import { ChannelMessages } from "./channel-messages";
import { ChannelVersions } from "./channel-versions";
import { channelStates, problemWords, queueOf } from "./channel-words";
import { EditChannel } from "./edit-channel";
import { type Channel, useChannel } from "./use-channels";

const trail = [{ label: "Channels", href: "/channels" }];

const tabLabels = {
  messages: "Messages",
  deliveries: "Deliveries",
  versions: "Versions",
  edit: "Edit and test",
} as const;
type TabId = keyof typeof tabLabels;
const tabIds: readonly TabId[] = ["messages", "deliveries", "versions", "edit"];

/** One channel: what it did with each message, what goes out of it, its versions, and its definition. */
export function ChannelPage({ id }: { id: string }) {
  const { data: channel, error, refetch } = useChannel(id);
  if (channel) return <OpenChannel channel={channel} />;
  return (
    <Sheet>
      <SheetHead title="Channel" trail={trail} />
      <SheetBody padded={error !== null}>
        {error ? (
          <ReadFailed what="The channel" right="read channels" error={error} onRetry={refetch} />
        ) : (
          <SkeletonRows label="Loading the channel" />
        )}
      </SheetBody>
    </Sheet>
  );
}

function OpenChannel({ channel }: { channel: Channel }) {
  const { values } = useAddress();
  const mayChange = usePermission("channels:write");
  const shown = mayChange ? tabIds : tabIds.filter((each) => each !== "edit");
  const current = shown.find((each) => each === values.get("tab")) ?? "messages";
  const place = `/channels/${channel.id}`;
  const queue = queueOf([...channel.destinations, ...channel.formerDestinations]);
  const shapes: Readonly<Partial<Record<TabId, ShapeName>>> = {
    messages: channel.failed > 0 ? "warn" : undefined,
    deliveries: queue.failed > 0 ? "bad" : undefined,
  };
  return (
    <Sheet>
      <SheetHead
        title={channel.name}
        trail={trail}
        tabs={shown.map((each) => ({
          id: each,
          label: tabLabels[each],
          href: each === "messages" ? place : `${place}?tab=${each}`,
          shape: shapes[each],
        }))}
        currentTab={current}
        actions={<ChannelButtons channel={channel} isPrimary={current !== "edit"} />}
      />
      {channel.problem ? (
        <BannerStrip tone="bad" title={`${channelStates.ERROR.word} as it is defined`}>
          {problemWords(channel.problem)}
        </BannerStrip>
      ) : null}
      {current === "edit" ? null : <ChannelFlow channel={channel} />}
      <Tab id={current} channel={channel} />
    </Sheet>
  );
}

function Tab({ id, channel }: { id: TabId; channel: Channel }) {
  switch (id) {
    case "messages":
      return <ChannelMessages channel={channel} />;
    case "deliveries":
      return <ChannelDeliveries channel={channel} />;
    case "versions":
      return <ChannelVersions channel={channel} />;
    case "edit":
      return <EditChannel key={channel.id} channel={channel} />;
  }
}
