"use client";

import { Pencil, RotateCcw } from "lucide-react";
import { useState } from "react";
import { usePermission } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toaster";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import type { MessageDetail, MessageView } from "@/lib/messages/schema";
import { EditDialog } from "./edit-dialog";
import { canReplay } from "./message-words";
import { ReplayDialog } from "./replay-dialog";

type MessageActionsProps = {
  message: MessageDetail;
  /** Shows the new message. */
  onReplayed: (id: string) => void;
};

/** Replay, as it was or edited, for those who may. */
export function MessageActions({ message, onReplayed }: MessageActionsProps) {
  const [asked, setAsked] = useState<"replay" | "edit" | null>(null);
  const mayReplay = usePermission("messages:replay") && canReplay(message);
  useShortcuts({ r: () => setAsked("replay"), e: () => setAsked("edit") }, { enabled: mayReplay });
  if (!mayReplay) return null;
  const close = () => setAsked(null);
  const done = ({ id }: MessageView) => {
    close();
    notify({ title: "Replayed as a new message" });
    onReplayed(id);
  };
  return (
    <>
      <Button icon={Pencil} keys={["E"]} onClick={() => setAsked("edit")}>
        Edit and replay
      </Button>
      <Button variant="primary" icon={RotateCcw} keys={["R"]} onClick={() => setAsked("replay")}>
        Replay
      </Button>
      {asked === "replay" ? <ReplayDialog message={message} onReplayed={done} onClose={close} /> : null}
      {asked === "edit" ? <EditDialog message={message} onReplayed={done} onClose={close} /> : null}
    </>
  );
}
