"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import { recordNouns } from "@/components/records/record-nouns";
import { usePermission } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Fact, FactList, Unknown } from "@/components/ui/fact-list";
import { formatCount, formatExact } from "@/components/ui/format";
import { TimeUntil } from "@/components/ui/relative-time";
import { PanelSection } from "@/components/ui/side-panel";
import type { MessageDetail, TouchedRecord } from "@/lib/messages/schema";
import { isRecordEntity } from "@/lib/records/schema";
import { directionWords, endpointEntity, flagWords, kindWords } from "./message-words";
import { useParty } from "./use-party";

/** All that is known about a message beside what it says. */
export function MessageFacts({ message }: { message: MessageDetail }) {
  return (
    <>
      <PanelSection title="Records">
        <TouchedRecords message={message} />
      </PanelSection>
      {message.flags.length > 0 ? (
        <PanelSection title="Unusual">
          {message.flags.map((flag) => (
            <p key={flag}>
              <b className="font-medium">{flagWords[flag].label}.</b>{" "}
              <span className="text-ink-2">{flagWords[flag].means}</span>
            </p>
          ))}
        </PanelSection>
      ) : null}
      <PanelSection title="Message">
        <FactList>
          <Origin message={message} />
          <Course message={message} />
        </FactList>
        <div className="mt-3">
          <CopyButton text={message.id} what="message id" size="sm" />
        </div>
      </PanelSection>
    </>
  );
}

/** What it is, and who sent it. */
function Origin({ message }: { message: MessageDetail }) {
  const { kind, direction, type, controlId, sender, charset } = message;
  return (
    <>
      <Fact label="Kind">
        {kindWords[kind]}, {directionWords[direction].toLowerCase()}
      </Fact>
      <Fact label="Type">{type || <Unknown />}</Fact>
      <Fact label="System">
        <Party message={message} />
      </Fact>
      <Fact label={direction === "in" ? "Sender" : "Receiver"}>{sender ?? <Unknown>not named</Unknown>}</Fact>
      <Fact label="Control id">
        {controlId ? <code className="font-mono text-xs">{controlId}</code> : <Unknown />}
      </Fact>
      <Fact label="Character set">{charset ?? <Unknown />}</Fact>
    </>
  );
}

/** When it came, and how often it was tried. */
function Course({
  message: { direction, receivedAt, attempts, nextAttemptAt, replayOf, replays, timeline },
}: {
  message: MessageDetail;
}) {
  return (
    <>
      <Fact label={directionWords[direction]}>{formatExact(new Date(receivedAt))}</Fact>
      <Fact label="Tries">
        {attempts}
        {nextAttemptAt ? (
          <>
            , next <TimeUntil at={nextAttemptAt} />
          </>
        ) : null}
      </Fact>
      {timeline.map(({ event, messageId }) =>
        messageId ? (
          <Fact key={messageId} label={event === "made" ? "Answers" : "Answered by"}>
            <MessageLink id={messageId}>
              {event === "made" ? "this message" : "a message of its own"}
            </MessageLink>
          </Fact>
        ) : null,
      )}
      <Fact label="Replay of">
        {replayOf ? <MessageLink id={replayOf}>the original</MessageLink> : <Unknown>none</Unknown>}
      </Fact>
      {replays.length > 0 ? (
        <Fact label="Replayed as">
          {replays.map((id, at) => (
            <span key={id}>
              {at > 0 ? ", " : null}
              <MessageLink id={id}>{at === 0 ? "the newest" : `one before (${at + 1})`}</MessageLink>
            </span>
          ))}
        </Fact>
      ) : null}
    </>
  );
}

/** The system a message came from or went to, with the way to its integration for those who may see it. */
function Party({ message }: { message: MessageDetail }) {
  const name = useParty(message);
  const mayOpen = usePermission("integrations:read");
  if (!message.integrationId || !mayOpen) return name;
  return <TextLink href={`/integrations/${message.integrationId}`}>{name}</TextLink>;
}

export function MessageLink({ id, children }: { id: string; children: ReactNode }) {
  return <TextLink href={`/messages/${id}`}>{children}</TextLink>;
}

function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className="text-accent-ink underline underline-offset-2">
      {children}
    </Link>
  );
}

/** So many records are listed before somebody asks for all. */
const shownAtFirst = 20;

function TouchedRecords({ message: { records: all, direction } }: { message: MessageDetail }) {
  const records = all.filter(({ entity }) => entity !== endpointEntity);
  const [showsAll, setShowsAll] = useState(records.length <= shownAtFirst);
  if (records.length === 0) {
    return (
      <p className="text-ink-3">
        {direction === "in" ? "No record was made or changed." : "It tells of no record."}
      </p>
    );
  }
  return (
    <>
      <ul className="grid gap-0.5">
        {(showsAll ? records : records.slice(0, shownAtFirst)).map((record) => (
          <RecordItem key={`${record.entity} ${record.recordId}`} record={record} />
        ))}
      </ul>
      {showsAll ? null : (
        <Button size="sm" className="mt-2" onClick={() => setShowsAll(true)}>
          Show all {formatCount(records.length)}
        </Button>
      )}
    </>
  );
}

function RecordItem({ record: { entity, recordId } }: { record: TouchedRecord }) {
  const mayOpen = usePermission("records:read");
  const isOurs = isRecordEntity(entity);
  const words = `One ${isOurs ? recordNouns[entity].one : entity.replaceAll("_", " ")}`;
  return (
    <li>
      {mayOpen && isOurs ? <TextLink href={`/records/${entity}/${recordId}`}>{words}</TextLink> : words}{" "}
      <code className="font-mono text-ink-3 text-xs">{recordId.slice(-6)}</code>
    </li>
  );
}
