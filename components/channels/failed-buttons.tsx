"use client";

import { RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { usePermission } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toaster";
import { useDone } from "@/components/use-done";
import { useSubmit } from "@/components/use-submit";
import { failedCount, messagesHave } from "./channel-words";
import { type Channel, useChannelCalls } from "./use-channels";

const againDetail = "By the channel as it is now";

/** What can be done about all messages that failed; nothing where none did. */
export function FailedButtons({ channel: { id, failed } }: { channel: Channel }) {
  const mayChange = usePermission("channels:write");
  const [asks, setAsks] = useState<"retry" | "dismiss" | null>(null);
  if (!mayChange || (failed === 0 && asks === null)) return null;
  const Ask = asks === "retry" ? RetryDialog : DismissDialog;
  return (
    <>
      <Button size="sm" icon={RotateCcw} onClick={() => setAsks("retry")}>
        Retry all failed
      </Button>
      <Button size="sm" icon={X} onClick={() => setAsks("dismiss")}>
        Dismiss all failed
      </Button>
      {asks ? <Ask channelId={id} failed={failed} onClose={() => setAsks(null)} /> : null}
    </>
  );
}

type DialogProps = { channelId: string; failed: number; onClose: () => void };

function RetryDialog({ channelId, failed, onClose }: DialogProps) {
  const { retryMessages } = useChannelCalls();
  const form = useSubmit([]);
  const send = async () => {
    const { count } = await retryMessages(channelId);
    notify({ title: `${messagesHave(count, "goes", "go")} through the channel again`, detail: againDetail });
    onClose();
  };
  return (
    <FormDialog
      title="Retry all that failed?"
      description={`Each goes through the channel again, by its filter, mapping and destinations as they are now: ${failedCount(failed)} in all. One that still does not fit fails again.`}
      action="Retry all"
      form={form}
      onSend={send}
      onClose={onClose}
    />
  );
}

function DismissDialog({ channelId, failed, onClose }: DialogProps) {
  const { dismissMessages } = useChannelCalls();
  const form = useSubmit([]);
  const send = async () => {
    const { count } = await dismissMessages(channelId);
    notify({
      title: `${messagesHave(count, "is", "are")} dismissed`,
      detail: "They stay listed, and can be retried",
    });
    onClose();
  };
  return (
    <FormDialog
      title="Dismiss all that failed?"
      description={`They go nowhere and are counted no more: ${failedCount(failed)} in all. Each stays listed as dismissed, and can be retried.`}
      action="Dismiss all"
      form={form}
      onSend={send}
      onClose={onClose}
    />
  );
}

type MessageButtonsProps = { channelId: string; messageId: string; isDismissed: boolean };

/** The same for one message; one that was dismissed can still be retried. */
export function MessageButtons({ channelId, messageId, isDismissed }: MessageButtonsProps) {
  const mayChange = usePermission("channels:write");
  const { retryMessage, dismissMessages } = useChannelCalls();
  const retrying = useDone();
  const dismissing = useDone();
  if (!mayChange) return null;
  const retry = () =>
    retrying.run(async () => {
      await retryMessage(channelId, messageId);
      return { title: "It goes through the channel again", detail: againDetail };
    }, "It was not tried again");
  const dismiss = () =>
    dismissing.run(async () => {
      await dismissMessages(channelId, [messageId]);
      return { title: "It is dismissed", detail: "It stays listed, and can be retried" };
    }, "It was not dismissed");
  return (
    <span className="inline-flex gap-1.5">
      {isDismissed ? null : (
        <Button size="sm" icon={X} loading={dismissing.isUnderWay} onClick={dismiss}>
          Dismiss
        </Button>
      )}
      <Button size="sm" icon={RotateCcw} loading={retrying.isUnderWay} onClick={retry}>
        Try again
      </Button>
    </span>
  );
}
