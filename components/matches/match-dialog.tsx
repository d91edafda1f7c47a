"use client";

import { type RefObject, useRef, useState } from "react";
import { DecidingFrame } from "@/components/deciding/deciding-frame";
import { LastDecisionLine } from "@/components/deciding/last-decision";
import { NotReadYet } from "@/components/deciding/not-read-yet";
import { useOtherSystems } from "@/components/deciding/use-other-systems";
import { type QueueProps, useQueue } from "@/components/deciding/use-queue";
import { useLive } from "@/components/live/use-live";
import { usePermission } from "@/components/shell/workspace-context";
import { notify } from "@/components/ui/toaster";
import type { Match } from "@/lib/sync/schema";
import { DecidingMatch } from "./deciding-match";
import { matchKeyGroups } from "./match-keys";
import { MatchQueue } from "./match-queue";
import { MatchStory } from "./match-story";
import { matchLine, statusWords } from "./match-words";
import { useMatch } from "./use-matches";
import { WaitingMatch } from "./waiting-match";

type MatchDialogProps = QueueProps<Match> & {
  /** The list is of open ones: they are gone through one by one. */
  isWork: boolean;
  onClose: () => void;
};

/** A match beside those that wait: compare, decide, and on to the next without leaving. */
export function MatchDialog(props: MatchDialogProps) {
  const { id, isWork, onOpen, onClose } = props;
  const dialog = useRef<HTMLDivElement>(null);
  const { queue, settled, onPrevious, onNext, leadsOn, settle } = useQueue(props);
  const { data, error, refetch } = useMatch(id);
  const [last, setLast] = useState<Match | null>(null);
  const match = data ?? queue.find((each) => each.id === id);
  const systemOf = useOtherSystems();
  const onDecided = (decided: Match) => {
    setLast(decided);
    settle(decided.id, () => {
      notify({ title: decidedWords(decided), detail: `${nameOf(decided)} was the last of the list.` });
      onClose();
    });
  };
  const system = match && systemOf(match).name;
  return (
    <DecidingFrame
      dialog={dialog}
      noun="match"
      title={match && nameOf(match)}
      line={match && system ? matchLine(match, system) : "It is being read"}
      recordPath={match?.recordId ? `/records/patients/${match.recordId}` : undefined}
      queue={isWork ? <MatchQueue {...{ queue, settled, onOpen }} openId={id} /> : null}
      keyGroups={matchKeyGroups}
      {...{ onNext, onPrevious, onClose }}
    >
      <LastDecisionLine last={lastWords(last)} />
      {match && system ? (
        <MatchBody key={id} {...{ match, system, dialog, leadsOn, onDecided }} />
      ) : (
        <NotReadYet noun="match" error={error} onRetry={refetch} />
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

function lastWords(last: Match | null) {
  return last && { words: decidedWords(last), label: nameOf(last), isTakenBack: false };
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
