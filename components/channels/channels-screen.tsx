"use client";

import { Plus, Waypoints } from "lucide-react";
import { useRouter } from "next/navigation";
import { apiPath } from "@/components/api";
import { ExportLink } from "@/components/export-link";
import { ListBody } from "@/components/list-body";
import { FilterBar, Sheet, SheetHead } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { Button, LinkButton } from "@/components/ui/button";
import { ChoiceChip } from "@/components/ui/choice-chip";
import { EmptyState } from "@/components/ui/states";
import { useAddress } from "@/components/ui/use-address";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import { channelStatuses } from "@/lib/channels/schema";
import { ChannelTable } from "./channel-table";
import { channelStates } from "./channel-words";
import { useChannelList } from "./use-channels";

const statuses = channelStatuses.map((value) => ({ value, label: channelStates[value].word }));

/** Where messages go from here: each channel, how it does, and what waits in it. */
export function ChannelsScreen() {
  const { values, change } = useAddress();
  const status = channelStatuses.find((each) => each === values.get("status"));
  const query = useChannelList(status);
  const channels = query.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Sheet>
      <SheetHead
        title="Channels"
        actions={
          <>
            <ExportLink
              href={apiPath("/api/channels", { status, format: "csv" })}
              className="max-sm:hidden"
            />
            <NewChannel />
          </>
        }
      />
      <FilterBar>
        <ChoiceChip
          label="State"
          options={statuses}
          value={status ?? null}
          onChange={(next) => change({ status: next })}
        />
      </FilterBar>
      <ListBody
        what="Channels"
        right="read channels"
        query={query}
        empty={status ? <NothingFits onClear={() => change({ status: null })} /> : <NothingYet />}
      >
        <ChannelTable channels={channels} />
      </ListBody>
    </Sheet>
  );
}

function NewChannel() {
  const mayAdd = usePermission("channels:write");
  const router = useRouter();
  useShortcuts({ n: () => router.push("/channels/new") }, { enabled: mayAdd });
  if (!mayAdd) return null;
  return (
    <LinkButton variant="primary" icon={Plus} keys={["N"]} href="/channels/new">
      New channel
    </LinkButton>
  );
}

function NothingFits({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={Waypoints}
      title="No channel fits"
      action={<Button onClick={onClear}>Clear the filter</Button>}
    >
      None is in this state.
    </EmptyState>
  );
}

function NothingYet() {
  const mayAdd = usePermission("channels:write");
  return (
    <EmptyState
      icon={Waypoints}
      title="Nothing is routed yet"
      action={mayAdd ? <LinkButton href="/channels/new">Make the first channel</LinkButton> : null}
    >
      A channel takes messages from a sender, an address or an event, filters and converts them, and sends
      them on.{" "}
      {mayAdd
        ? "You can test it on stored messages before it sends anything."
        : "An administrator makes them."}
    </EmptyState>
  );
}
