"use client";

import { Pencil, RotateCcw } from "lucide-react";
import { useState } from "react";
import { usePermission } from "@/components/shell/workspace-context";
import { Button, LinkButton } from "@/components/ui/button";
import { notify } from "@/components/ui/toaster";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import type { MessageDetail, MessageView } from "@/lib/messages/schema";
import { EditDialog } from "./edit-dialog";
import { canReplay, endpointEntity } from "./message-words";
import { ReplayDialog } from "./replay-dialog";

type MessageActionsProps = {
  message: MessageDetail;
  /** Shows the new message. */
  onReplayed: (id: string) => void;
};

/** What can be done with a message: HL7 v2 that came in is replayed; of a webhook, the endpoint sends again. */
export function MessageActions({ message, onReplayed }: MessageActionsProps) {
  const [asked, setAsked] = useState<"replay" | "edit" | null>(null);
  const mayReplay = usePermission("messages:replay") && canReplay(message);
  useShortcuts({ r: () => setAsked("replay"), e: () => setAsked("edit") }, { enabled: mayReplay });
  if (!mayReplay) return <DeliveryLink message={message} />;
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

/** The way to where a webhook's deliveries are sent again. */
function DeliveryLink({ message: { records } }: { message: MessageDetail }) {
  const mayOpen = usePermission("webhooks:read");
  const endpoint = records.find(({ entity }) => entity === endpointEntity);
  if (!endpoint || !mayOpen) return null;
  return <LinkButton href={`/sync?tab=webhooks&webhook=${endpoint.recordId}`}>Open its endpoint</LinkButton>;
}
