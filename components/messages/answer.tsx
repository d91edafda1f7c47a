import { Status } from "@/components/ui/status";
import type { MessageDetail } from "@/lib/messages/schema";
import { ackWords, isRefusal } from "./message-words";

/** What was answered to a message, in words and as it is written. */
export function Answer({ message: { ack, answer, direction } }: { message: MessageDetail }) {
  const shape = isRefusal(ack)
    ? "bad"
    : ack.state === "SENT"
      ? "ok"
      : ack.state === "PENDING"
        ? "wait"
        : "off";
  return (
    <div className="grid gap-2.5 px-4 py-3">
      <Status shape={shape}>{ackWords(ack)}</Status>
      {ack.text ? <p className="wrap-anywhere">{ack.text}</p> : null}
      {answer === null ? (
        <p className="text-ink-3">
          {direction === "in" ? "Carelane has answered nothing." : "No answer has come."}
        </p>
      ) : (
        <section
          aria-label="Text of the answer"
          // What scrolls has to be reached by keyboard.
          tabIndex={0}
          className="overflow-auto rounded-md border border-line bg-sunken p-2.5"
        >
          <pre className="whitespace-pre-wrap font-mono text-xs/4.75 wrap-anywhere">
            {answer.replace(/\r\n?/g, "\n").trimEnd()}
          </pre>
        </section>
      )}
    </div>
  );
}
