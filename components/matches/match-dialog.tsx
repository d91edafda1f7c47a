"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { DecidingFrame } from "@/components/deciding/deciding-frame";
import { LastDecisionLine } from "@/components/deciding/last-decision";
import { type QueueEntry, QueueList } from "@/components/deciding/queue-list";
import { useOtherSystems } from "@/components/deciding/use-other-systems";
import { useQueue } from "@/components/deciding/use-queue";
import { useLive } from "@/components/live/use-live";
import { ReadFailed } from "@/components/read-failed";
import { usePermission } from "@/components/shell/workspace-context";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { notify } from "@/components/ui/toaster";
import type { Match } from "@/lib/sync/schema";
import { DecidingMatch } from "./deciding-match";
import { matchKeyGroups } from "./match-keys";
import { MatchStory } from "./match-story";
import { candidateWords, matchLine, statusWords } from "./match-words";
import { useMatch } from "./use-matches";
import { WaitingMatch } from "./waiting-match";

type MatchDialogProps = {
  id: string;
  /** The list it was opened from. */
  listed: readonly Match[];
  /** The list is of open ones: they are gone through one by one. */
  isWork: boolean;
  /** Lists more, where there is more. */
  onEndReached?: () => void;
  onOpen: (id: string) => void;
  onClose: () => void;
};

/** A match beside those that wait: compare, decide, and on to the next without leaving. */
export function MatchDialog({ id, listed, isWork, onEndReached, onOpen, onClose }: MatchDialogProps) {
  const dialog = useRef<HTMLDivElement>(null);
  const { queue, settled, note, before, after, next } = useQueue(listed, id);
  const { data, error, refetch } = useMatch(id);
  const [last, setLast] = useState<Match | null>(null);
  const match = data ?? queue.find((each) => each.id === id);
  const isAtEnd = after === undefined;
  useEffect(() => {
    if (isAtEnd) onEndReached?.();
  }, [isAtEnd, onEndReached]);
  const systemOf = useOtherSystems();
  const goTo = (to: string | undefined) => (to === undefined ? undefined : () => onOpen(to));
  const onDecided = (decided: Match) => {
    note(decided.id, true);
    setLast(decided);
    if (next) return onOpen(next);
    notify({ title: decidedWords(decided), detail: `${nameOf(decided)} was the last of the list.` });
    onClose();
  };
  const system = match && systemOf(match).name;
  const entries = queue.map((each) => entryOf(each, systemOf(each).name));
  return (
    <DecidingFrame
      dialog={dialog}
      noun="match"
      title={match && nameOf(match)}
      line={match && system ? matchLine(match, system) : "It is being read"}
      recordPath={match?.recordId ? `/records/patients/${match.recordId}` : undefined}
      queue={isWork ? <QueueList heading="Matches" {...{ entries, settled, onOpen }} openId={id} /> : null}
      keyGroups={matchKeyGroups}
      onNext={goTo(after)}
      onPrevious={goTo(before)}
      onClose={onClose}
    >
      <LastDecisionLine
        last={last && { words: decidedWords(last), label: nameOf(last), isTakenBack: false }}
      />
      {match && system ? (
        <MatchBody key={id} {...{ match, system, dialog, onDecided }} leadsOn={next !== undefined} />
      ) : error ? (
        <div className="px-5.5">
          <ReadFailed what="The match" right="read conflicts" error={error} onRetry={refetch} />
        </div>
      ) : (
        <SkeletonRows label="Loading the match" />
      )}
    </DecidingFrame>
  );
}

function nameOf({ remote }: Match): string {
  return remote.summary.name;
}

function decidedWords({ status }: Match): string {
  return `Decided: ${statusWords[status].toLowerCase()}`;
}

function entryOf(match: Match, system: string): QueueEntry {
  const { id, detectedAt } = match;
  const detail = `${candidateWords(match)} · ${system}`;
  return { id, detectedAt, detail, label: nameOf(match), shape: "ask", word: "Open" };
}

type MatchBodyProps = {
  match: Match;
  system: string;
  dialog: RefObject<HTMLDivElement | null>;
  leadsOn: boolean;
  onDecided: (decided: Match) => void;
};

/** Open and mine to decide, open and only to be read, or decided. */
function MatchBody({ match, system, dialog, leadsOn, onDecided }: MatchBodyProps) {
  const [wasOpen] = useState(match.status === "OPEN");
  const { refetch } = useMatch(match.id);
  const mayDecide = usePermission("conflicts:resolve");
  useLive(["records:patients"], (message) => {
    if (message.type !== "RECORD_CHANGED") return;
    if (match.candidates.some(({ recordId }) => recordId === message.recordId)) void refetch();
  });
  if (match.status !== "OPEN") return <MatchStory match={match} system={system} isNews={wasOpen} />;
  if (mayDecide) return <DecidingMatch {...{ match, system, dialog, leadsOn, onDecided }} />;
  return <WaitingMatch match={match} system={system} />;
}
