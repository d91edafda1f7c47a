"use client";

import type { ReactNode } from "react";
import { ReadFailed } from "@/components/read-failed";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { CurrentPlaceProvider } from "./current-place";
import { MessageContent } from "./message-content";
import { useMessage } from "./use-messages";

type MessageViewProps = { id: string; aside?: ReactNode; onReplayed: (id: string) => void };

/** One message, on its way, refused or there. */
export function MessageView({ id, aside, onReplayed }: MessageViewProps) {
  const { data: message, error, refetch } = useMessage(id);
  if (message) {
    return (
      <CurrentPlaceProvider key={id}>
        <MessageContent message={message} aside={aside} onReplayed={onReplayed} />
      </CurrentPlaceProvider>
    );
  }
  return (
    <>
      {aside ? <div className="flex justify-end px-4.5 pt-3">{aside}</div> : null}
      {error ? (
        <div className="p-4.5">
          <ReadFailed what="The message" right="read messages" error={error} onRetry={refetch} />
        </div>
      ) : (
        <SkeletonRows label="Loading the message" />
      )}
    </>
  );
}
