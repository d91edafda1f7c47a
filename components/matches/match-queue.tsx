"use client";

import { type QueueEntry, QueueList } from "@/components/deciding/queue-list";
import { useOtherSystems } from "@/components/deciding/use-other-systems";
import type { Match } from "@/lib/sync/schema";
import { likenessWords } from "./match-words";

type MatchQueueProps = {
  queue: readonly Match[];
  settled: ReadonlySet<string>;
  openId: string;
  onOpen: (id: string) => void;
};

/** Who else waits to be told apart, beside the match at hand. */
export function MatchQueue({ queue, ...rest }: MatchQueueProps) {
  const systemOf = useOtherSystems();
  const entries = queue.map((match) => entryOf(match, systemOf(match).name));
  return <QueueList heading="Matches" entries={entries} {...rest} />;
}

/** The candidate is mostly of the same name, so the system tells more. */
function entryOf(match: Match, system: string): QueueEntry {
  const { id, detectedAt, remote } = match;
  const detail = `${system} · ${likenessWords(match)}`;
  return { id, detectedAt, detail, label: remote.summary.name, shape: "ask", word: "Open" };
}
