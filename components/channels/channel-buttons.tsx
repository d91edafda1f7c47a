"use client";

import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { usePermission } from "@/components/shell/workspace-context";
import { IconButton } from "@/components/ui/button";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import { notify } from "@/components/ui/toaster";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import { useSubmit } from "@/components/use-submit";
import { ChannelSwitch, useChannelSwitch } from "./channel-switch";
import { type Channel, useChannelCalls } from "./use-channels";

type ChannelButtonsProps = {
  channel: Channel;
  /** Where no other button of the page is. */
  isPrimary: boolean;
};

/** What can be done with a channel, for those who may. */
export function ChannelButtons({ channel, isPrimary }: ChannelButtonsProps) {
  const mayChange = usePermission("channels:write");
  const router = useRouter();
  const { turn } = useChannelSwitch(channel);
  const [isDeleting, setDeleting] = useState(false);
  useShortcuts({ s: turn }, { enabled: mayChange });
  if (!mayChange) return null;
  const isStopped = channel.status !== "RUNNING";
  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} label={`Actions of ${channel.name}`} />}>
        <MenuItem icon={Pencil} onSelect={() => router.push(`/channels/${channel.id}?tab=edit`)}>
          Edit and test
        </MenuItem>
        <MenuLine />
        <MenuItem icon={Trash2} danger onSelect={() => setDeleting(true)}>
          Delete
        </MenuItem>
      </Menu>
      <ChannelSwitch channel={channel} keys={["S"]} variant={isPrimary && isStopped ? "primary" : "plain"} />
      {isDeleting ? <DeleteChannel channel={channel} onClose={() => setDeleting(false)} /> : null}
    </>
  );
}

function DeleteChannel({ channel: { id, name }, onClose }: { channel: Channel; onClose: () => void }) {
  const router = useRouter();
  const { remove } = useChannelCalls();
  const form = useSubmit([]);
  const send = async () => {
    await remove(id);
    router.push("/channels");
    notify({ title: `${name} is deleted` });
  };
  return (
    <FormDialog
      title={`Delete ${name}?`}
      description="It takes and sends nothing more. What waits for its destinations is given up, and says so among messages. Messages stay. Stop it instead to keep what waits."
      action="Delete channel"
      variant="danger"
      form={form}
      onSend={send}
      onClose={onClose}
    />
  );
}
