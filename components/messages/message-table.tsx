"use client";

import { clsx } from "clsx";
import { type RefObject, useState } from "react";
import { Unknown } from "@/components/ui/fact-list";
import { NewRows } from "@/components/ui/new-rows";
import { ClockTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { Status } from "@/components/ui/status";
import { StatusShape } from "@/components/ui/status-shape";
import { Cell, Table } from "@/components/ui/table";
import { useHeld } from "@/components/ui/use-held";
import type { MessageView } from "@/lib/messages/schema";
import { besideColumns, wholeColumns } from "./message-columns";
import { DirectionArrow, FlagBadge } from "./message-parts";
import { ackWords, isRefusal, stateOf } from "./message-words";
import { withoutNew } from "./new-messages";
import { typeWords } from "./type-words";
import { usePartyName } from "./use-party";

type MessageTableProps = {
  messages: readonly MessageView[];
  openId: string | null;
  /** Left out for those who may not see what messages say. */
  onOpen?: (id: string) => void;
  filterRef: RefObject<HTMLInputElement | null>;
};

/** Messages, newest first. Those that come wait behind a button while the pointer or the focus is in the table. */
export function MessageTable({ messages: all, openId, onOpen, filterRef }: MessageTableProps) {
  const { held, letIn, holders } = useHeld(all);
  const { messages, waiting } = held ? withoutNew(held, all) : { messages: all, waiting: 0 };
  const [newestAtFirst] = useState(() => all[0]?.receivedAt ?? "");
  const partyOf = usePartyName();
  const beside = openId !== null;
  return (
    <div {...holders}>
      <NewRows count={waiting} onLetIn={letIn} />
      <Table
        label="Messages, newest first"
        columns={beside ? besideColumns : wholeColumns}
        filterRef={filterRef}
      >
        {messages.map((message) => (
          <Row
            key={message.id}
            selected={message.id === openId}
            fresh={message.receivedAt > newestAtFirst}
            onOpen={onOpen && (() => onOpen(message.id))}
          >
            <MessageCells message={message} party={partyOf(message)} beside={beside} />
          </Row>
        ))}
      </Table>
    </div>
  );
}

type MessageCellsProps = { message: MessageView; party: string | null; beside: boolean };

function MessageCells({ message, party, beside }: MessageCellsProps) {
  const { shape, word } = stateOf(message);
  const { sender, controlId, ack, flags, receivedAt } = message;
  return (
    <>
      <Cell column="state">
        <Status shape={shape}>{word}</Status>
      </Cell>
      <TypeCell message={message} beside={beside} />
      <Cell column="party" className="text-ink-2">
        {party ?? <Unknown>not named</Unknown>}
        {!beside && sender !== null && sender !== party ? (
          <span className="text-ink-3"> · {sender}</span>
        ) : null}
      </Cell>
      <Cell column="controlId" className="font-mono text-ink-3 text-xs">
        {controlId ?? <Unknown>none</Unknown>}
      </Cell>
      <Cell
        column="ack"
        className={clsx(isRefusal(ack) ? "text-bad-ink" : "text-ink-3")}
        title={ack.text ?? undefined}
      >
        {ackWords(ack)}
      </Cell>
      <Cell column="flags">
        <Flags flags={flags} />
      </Cell>
      <Cell column="time" className="text-ink-3">
        <ClockTime at={receivedAt} seconds />
      </Cell>
    </>
  );
}

/** What it is and which way it went; beside an open message also its state. */
function TypeCell({ message, beside }: Omit<MessageCellsProps, "party">) {
  const { shape, word } = stateOf(message);
  const { type, direction } = message;
  const words = typeWords(type);
  return (
    <Cell column="type" title={words ? `${type}, ${words}` : type}>
      <span className="flex items-center gap-1.5">
        {beside ? <StatusShape shape={shape} className="size-3" /> : null}
        {beside ? <span className="sr-only">{word}</span> : null}
        <b className={clsx("font-medium", beside ? "truncate" : "flex-none")}>{type || "Unreadable"}</b>
        <DirectionArrow direction={direction} />
        {beside || !words ? null : <span className="truncate text-ink-3">{words}</span>}
      </span>
    </Cell>
  );
}

/** The first, and how many more. */
function Flags({ flags: [first, ...more] }: Pick<MessageView, "flags">) {
  if (!first) return null;
  return (
    <span className="flex items-center gap-1">
      <FlagBadge flag={first} />
      {more.length > 0 ? <span className="text-ink-3 text-xs">+{more.length}</span> : null}
    </span>
  );
}
