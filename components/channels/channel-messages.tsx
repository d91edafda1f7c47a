"use client";

import { clsx } from "clsx";
import { ArrowRightLeft } from "lucide-react";
import { useRouter } from "next/navigation";
import { ExportLink } from "@/components/export-link";
import { ListBody } from "@/components/list-body";
import { typeWords } from "@/components/messages/type-words";
import { FilterBar } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { ChoiceChip } from "@/components/ui/choice-chip";
import { Unknown } from "@/components/ui/fact-list";
import { ClockTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { EmptyState } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { ActionsCell, Cell, type Column, Table } from "@/components/ui/table";
import { useAddress } from "@/components/ui/use-address";
import { type ChannelMessageView, channelMessageStates as states } from "@/lib/channels/schema";
import { channelMessageStates, errorWords } from "./channel-words";
import { FailedButtons, MessageButtons } from "./failed-buttons";
import { type Channel, channelFile, useChannelMessages } from "./use-channels";

const columns: readonly Column[] = [
  { id: "state", head: "State", width: "122px", phone: "state" },
  { id: "type", head: "Message", width: "clamp(150px, 24vw, 280px)", names: true, phone: "name" },
  { id: "why", head: "Why", phone: "detail" },
  { id: "version", head: "Version", width: "68px", right: true, secondary: true },
  { id: "taken", head: "Taken", width: "88px", right: true, phone: "time" },
  { id: "action", head: "Action", headHidden: true, width: "188px" },
];

const options = states.map((value) => ({ value, label: channelMessageStates[value].word }));

/** What a channel did with each message, newest first. */
export function ChannelMessages({ channel }: { channel: Channel }) {
  const { values, change } = useAddress();
  const state = states.find((each) => each === values.get("state"));
  const query = useChannelMessages(channel.id, state);
  const messages = query.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <>
      <FilterBar
        end={
          <>
            <FailedButtons channel={channel} />
            <ExportLink size="sm" href={channelFile(channel.id, "messages", { state })} />
          </>
        }
      >
        <ChoiceChip
          label="State"
          options={options}
          value={state ?? null}
          onChange={(next) => change({ state: next })}
        />
      </FilterBar>
      <ListBody
        what="Messages"
        right="read channels"
        query={query}
        empty={<NoMessages isNarrowed={state !== undefined} isRunning={channel.status === "RUNNING"} />}
      >
        <Table label="Messages of the channel, newest first" columns={columns}>
          {messages.map((message) => (
            <MessageRow key={`${message.messageId} ${message.takenAt}`} channel={channel} message={message} />
          ))}
        </Table>
      </ListBody>
    </>
  );
}

function NoMessages({ isNarrowed, isRunning }: { isNarrowed: boolean; isRunning: boolean }) {
  return (
    <EmptyState icon={ArrowRightLeft} title={isNarrowed ? "No message is in this state" : "No message yet"}>
      {isNarrowed
        ? "Clear the filter to see the others."
        : isRunning
          ? "The next message that fits its source appears here, with what was done with it."
          : "It is stopped. Once it runs, each message that fits its source appears here."}
    </EmptyState>
  );
}

function MessageRow({ channel, message }: { channel: Channel; message: ChannelMessageView }) {
  const router = useRouter();
  const mayOpen = usePermission("messages:raw");
  const { messageId, type, takenAt, state, version, errors } = message;
  const { shape, word } = channelMessageStates[state];
  const words = typeWords(type);
  const why = errorWords(errors);
  return (
    <Row onOpen={mayOpen ? () => router.push(`/messages/${messageId}`) : undefined}>
      <Cell column="state">
        <Status shape={shape}>{word}</Status>
      </Cell>
      <Cell column="type">
        <b className="font-medium">{type || "Unreadable"}</b>
        {words ? <span className="text-ink-3"> · {words}</span> : null}
      </Cell>
      <Cell
        column="why"
        title={why}
        className={clsx("max-sm:whitespace-normal", state === "FAILED" ? "text-bad-ink" : "text-ink-3")}
      >
        {why}
      </Cell>
      <Cell column="version" className="text-ink-3">
        {version ?? <Unknown>not gone through yet</Unknown>}
      </Cell>
      <Cell column="taken" className="text-ink-3">
        <ClockTime at={takenAt} seconds />
      </Cell>
      <ActionsCell onPhone>
        {state === "FAILED" || state === "DISMISSED" ? (
          <MessageButtons channelId={channel.id} messageId={messageId} isDismissed={state === "DISMISSED"} />
        ) : null}
      </ActionsCell>
    </Row>
  );
}
