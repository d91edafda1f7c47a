"use client";

import { FlaskConical, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { usePermission } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import { useAllChannels } from "./use-channels";

/** Takes a message to the test of a channel, for those who may change channels. */
export function TestInChannel({ messageId }: { messageId: string }) {
  const mayTest = usePermission("channels:write");
  const channels = useAllChannels();
  const router = useRouter();
  if (!mayTest) return null;
  return (
    <Menu trigger={<Button icon={FlaskConical}>Test in a channel</Button>}>
      {channels.map(({ id, name }) => (
        <MenuItem key={id} onSelect={() => router.push(`/channels/${id}?tab=edit&message=${messageId}`)}>
          {name}
        </MenuItem>
      ))}
      {channels.length > 0 ? <MenuLine /> : null}
      <MenuItem icon={Plus} onSelect={() => router.push(`/channels/new?message=${messageId}`)}>
        New channel
      </MenuItem>
    </Menu>
  );
}
