"use client";

import { Pause, Play } from "lucide-react";
import { usePermission } from "@/components/shell/workspace-context";
import { Button, type ButtonProps } from "@/components/ui/button";
import { useDone } from "@/components/use-done";
import { type Channel, useChannelCalls } from "./use-channels";

/** Starts a channel, or stops it. */
export function useChannelSwitch({ id, name, status }: Pick<Channel, "id" | "name" | "status">) {
  const { start, stop } = useChannelCalls();
  const { run, isUnderWay } = useDone();
  const isRunning = status === "RUNNING";
  const turn = () =>
    run(
      async () => {
        if (isRunning) {
          await stop(id);
          return { title: `${name} is stopped`, detail: "It takes nothing new and keeps what waits" };
        }
        await start(id);
        return {
          title: `${name} is running`,
          detail: "It takes what comes from now on, and sends what waited",
        };
      },
      `${name} could not be ${isRunning ? "stopped" : "started"}`,
    );
  return { isRunning, turn, isUnderWay };
}

type ChannelSwitchProps = { channel: Channel } & Pick<ButtonProps, "size" | "variant" | "keys">;

/** The button that does it, for those who may. */
export function ChannelSwitch({ channel, ...look }: ChannelSwitchProps) {
  const { isRunning, turn, isUnderWay } = useChannelSwitch(channel);
  if (!usePermission("channels:write")) return null;
  return (
    <Button icon={isRunning ? Pause : Play} loading={isUnderWay} onClick={turn} {...look}>
      {isRunning ? "Stop" : "Start"}
    </Button>
  );
}
