"use client";

import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { useSubmit } from "@/components/use-submit";
import type { MessageDetail, MessageView, ReplayMapping } from "@/lib/messages/schema";
import { MappingChoice } from "./mapping-choice";
import { replayWords } from "./message-words";
import { useReplay } from "./use-messages";
import { useParty } from "./use-party";

type ReplayDialogProps = {
  message: MessageDetail;
  /** Told with the new message. */
  onReplayed: (message: MessageView) => void;
  onClose: () => void;
};

/** Replays a message as it is, after saying what that does. */
export function ReplayDialog({ message, onReplayed, onClose }: ReplayDialogProps) {
  const [mapping, setMapping] = useState<ReplayMapping>("same");
  const form = useSubmit(["mapping"]);
  const replay = useReplay(message);
  const party = useParty(message);
  return (
    <FormDialog
      title="Replay this message"
      description={replayWords(party)}
      action="Replay"
      form={form}
      onSend={async () => onReplayed(await replay.mutateAsync({ mapping }))}
      onClose={onClose}
    >
      <MappingChoice value={mapping} onChange={setMapping} />
    </FormDialog>
  );
}
