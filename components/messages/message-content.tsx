"use client";

import { clsx } from "clsx";
import { Eye } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { TestInChannel } from "@/components/channels/test-in-channel";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { ClockTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { describedMessageSchema } from "@/lib/hl7/schema";
import type { MessageDetail } from "@/lib/messages/schema";
import { Answer } from "./answer";
import { MessageActions } from "./message-actions";
import { MessageFacts, MessageLink } from "./message-facts";
import { MessagePanes } from "./message-panes";
import { FlagBadge } from "./message-parts";
import { MessageTimeline } from "./message-timeline";
import { messageTitle, patientName } from "./message-title";
import { MessageTroubles } from "./message-troubles";
import { isRemark, stateOf, wayWords } from "./message-words";
import { OtherPanes } from "./other-panes";
import { placeAt } from "./place";
import { type Trouble, troubleOf } from "./tree";
import { useParty } from "./use-party";

const views = [
  { value: "parsed", label: "Parsed" },
  { value: "answer", label: "Answer" },
  { value: "facts", label: "Details" },
] as const;
type View = (typeof views)[number]["value"];

type MessageContentProps = {
  message: MessageDetail;
  /** Buttons after the actions, as the one that closes. */
  aside?: ReactNode;
  /** Shows the message that a replay made. */
  onReplayed: (id: string) => void;
};

/** A message whole: what became of it, what it says, how it is written, and what can be done with it. */
export function MessageContent({ message, aside, onReplayed }: MessageContentProps) {
  const described = useMemo(() => {
    return message.kind === "hl7v2" ? describedMessageSchema.safeParse(message.parsed).data : undefined;
  }, [message]);
  const [view, setView] = useState<View>("parsed");
  const troubles = useMemo(() => {
    return described ? [...errorsOf(message, described.segments), ...troubleOf(described)] : [];
  }, [message, described]);
  const shared = {
    raw: message.raw,
    charset: message.charset,
    tabs: <Tabs view={view} onChange={setView} />,
    instead:
      view === "parsed" ? undefined : view === "answer" ? (
        <Answer message={message} />
      ) : (
        <MessageFacts message={message} />
      ),
  };
  return (
    <>
      <MessageHead message={message} patient={patientName(described)} aside={aside}>
        {message.direction === "in" ? <TestInChannel messageId={message.id} /> : null}
        <MessageActions message={message} onReplayed={onReplayed} />
      </MessageHead>
      <MessageTroubles message={message} segments={described?.segments ?? []} />
      <MessageTimeline entries={message.timeline} />
      {described ? (
        <MessagePanes message={described} troubles={troubles} {...shared} />
      ) : (
        <OtherPanes parsed={message.parsed} {...shared} />
      )}
      <SeenBy />
    </>
  );
}

function errorsOf({ errors }: MessageDetail, segments: Parameters<typeof placeAt>[1]): Trouble[] {
  return errors.flatMap((error): Trouble[] => {
    const place = error.path === null ? null : placeAt(error.path, segments);
    if (place === null) return [];
    return [{ place, words: error.detail ?? error.title, tone: isRemark(error) ? "warn" : "bad" }];
  });
}

type MessageHeadProps = {
  message: MessageDetail;
  patient: string | null;
  aside: ReactNode;
  /** What can be done with it; on a phone below its title. */
  children: ReactNode;
};

function MessageHead({ message, patient, aside, children }: MessageHeadProps) {
  const { type, controlId, receivedAt, replayOf, flags } = message;
  const party = useParty(message);
  const { shape, word } = stateOf(message);
  return (
    <header className="flex flex-none flex-wrap items-start gap-x-3 gap-y-2 px-4.5 pt-3 max-sm:px-3.5">
      <div className="min-w-0 flex-1 basis-72 max-sm:basis-60">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h2 className="font-semibold text-lg tracking-title">{messageTitle(message, patient)}</h2>
          {type ? (
            <Badge tone="outline">
              <span className="font-mono">{type}</span>
            </Badge>
          ) : null}
          {flags.map((flag) => (
            <FlagBadge key={flag} flag={flag} />
          ))}
        </div>
        <p className="text-ink-2">
          <Status shape={shape}>{word}</Status> · {wayWords(message)} {party}{" "}
          <ClockTime at={receivedAt} seconds />
          {controlId ? (
            <>
              {" "}
              · control id <code className="font-mono text-xs wrap-anywhere">{controlId}</code>
            </>
          ) : null}
          {replayOf ? (
            <>
              {" "}
              · replay of <MessageLink id={replayOf}>another</MessageLink>
            </>
          ) : null}
        </p>
      </div>
      <div className="flex flex-none flex-wrap items-center gap-1.5 empty:hidden max-sm:order-last max-sm:basis-full print:hidden">
        {children}
      </div>
      {aside}
    </header>
  );
}

function Tabs({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  return (
    <div className="flex gap-0.5 self-stretch">
      {views.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === view}
          onClick={() => onChange(value)}
          className={clsx(
            "relative px-2 font-medium focus-visible:-outline-offset-4",
            value === view
              ? "text-ink after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 after:rounded-t-[2px] after:bg-accent dark:after:bg-accent-ink"
              : "text-ink-3 hover:text-ink",
          )}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** Every look at a message is on record, and its reader knows. */
function SeenBy() {
  const { user } = useWorkspace();
  return (
    <p className="flex h-9 flex-none items-center gap-1.5 border-line border-t px-4.5 text-ink-3 text-xs max-sm:px-3.5">
      <Eye className="size-3.5" />
      Opened by {user.name}, written to the audit trail
    </p>
  );
}
