"use client";

import { type ReactNode, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { CopyButton } from "@/components/ui/copy-button";
import { formatCount } from "@/components/ui/format";
import type { DescribedMessage } from "@/lib/hl7/schema";
import { useChosenPlace } from "./current-place";
import { Definition } from "./definition";
import { ParsedTree, useOpenPlaces } from "./parsed-tree";
import { segmentOf } from "./place";
import { RawLines } from "./raw-lines";
import type { Trouble } from "./tree";
import { useFieldNames } from "./use-field-names";
import { delimitersOf } from "./written";

/** So many segments are shown at first; a message of thousands is opened on demand. */
const shownAtFirst = 200;

type MessagePanesProps = {
  message: DescribedMessage;
  raw: string;
  charset: string | null;
  troubles: readonly Trouble[];
  /** Tabs in place of the tree's title. */
  tabs: ReactNode;
  /** What is shown in place of the tree, as the answer. */
  instead?: ReactNode;
};

/** What a message says, parsed and as it is written, side by side; on a phone one below the other. */
export function MessagePanes({ message, raw, charset, troubles, tabs, instead }: MessagePanesProps) {
  const { segments, isWhole, showAll } = useShownSegments(message.segments);
  const delimiters = useMemo(() => delimitersOf(message), [message]);
  const names = useFieldNames(message);
  const { open, setOpen } = useOpenPlaces(message, troubles);
  const shared = { segments, troubles, delimiters };
  const hasOpen = open.size > 0;
  const openAll = () => setOpen(hasOpen ? new Set() : new Set(segments.map((_, n) => String(n))));
  const rest = isWhole ? null : <ShowAll count={message.segments.length} onShow={showAll} />;
  return (
    <PaneGrid>
      <Pane
        label="Parsed"
        head={tabs}
        action={
          instead || segments.length > shownAtFirst ? null : (
            <Button variant="ghost" size="sm" onClick={openAll}>
              {hasOpen ? "Close all" : "Open all"}
            </Button>
          )
        }
      >
        {instead ?? (
          <div className="px-2 py-1.5">
            <ParsedTree {...shared} names={names} open={open} onOpen={setOpen} />
            {rest}
          </div>
        )}
      </Pane>
      <RawPane raw={raw} detail={writtenAs(raw, charset)} foot={<Definition {...shared} names={names} />}>
        <RawLines {...shared} />
        {rest}
      </RawPane>
    </PaneGrid>
  );
}

/** The segments that are shown: the first of many, all of them once somebody asks or goes to one beyond. */
function useShownSegments(all: DescribedMessage["segments"]) {
  const [isWhole, setWhole] = useState(all.length <= shownAtFirst);
  const chosen = useChosenPlace();
  const isBeyond = chosen !== null && segmentOf(chosen) >= shownAtFirst;
  if (isBeyond && !isWhole) setWhole(true);
  const segments = useMemo(() => (isWhole ? all : all.slice(0, shownAtFirst)), [all, isWhole]);
  return { segments, isWhole, showAll: () => setWhole(true) };
}

export function PaneGrid({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-96 flex-1 grid-cols-[minmax(0,0.95fr)_minmax(0,1fr)] grid-rows-[minmax(0,1fr)] border-line border-t max-lg:block max-lg:flex-none">
      {children}
    </div>
  );
}

type PaneProps = {
  label: string;
  head: ReactNode;
  action?: ReactNode;
  foot?: ReactNode;
  children: ReactNode;
};

/** One side: a line of head, what scrolls, and a foot. */
export function Pane({ label, head, action, foot, children }: PaneProps) {
  return (
    <section
      aria-label={label}
      className="flex min-h-0 min-w-0 flex-col not-last:border-line not-last:border-r max-lg:border-r-0! max-lg:border-b max-lg:border-line"
    >
      <header className="flex h-9 flex-none items-center gap-2 border-line border-b pr-2.5 pl-3 max-sm:h-11">
        {head}
        <span className="ml-auto flex flex-none items-center gap-1">{action}</span>
      </header>
      <div className="min-h-0 flex-1 overflow-auto">{children}</div>
      {foot}
    </section>
  );
}

type RawPaneProps = { raw: string; detail: string; foot?: ReactNode; children: ReactNode };

/** The text itself, with what people do with it. */
export function RawPane({ raw, detail, foot, children }: RawPaneProps) {
  const [wraps, setWraps] = useState(true);
  return (
    <Pane
      label="Raw"
      head={
        <>
          <h3 className="pl-1 font-medium">Raw</h3>
          <span className="truncate text-ink-3 text-xs">{detail}</span>
        </>
      }
      action={
        <>
          <Chip pressed={wraps} onClick={() => setWraps(!wraps)}>
            Wrap
          </Chip>
          <CopyButton text={raw} what="text" size="sm" />
        </>
      }
      foot={foot}
    >
      <div data-wrap={wraps} className="group">
        {children}
      </div>
    </Pane>
  );
}

function ShowAll({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <p className="flex items-center gap-2.5 px-2 py-2 text-ink-3 text-xs">
      {formatCount(shownAtFirst)} of {formatCount(count)} segments shown.
      <Button size="sm" onClick={onShow}>
        Show all
      </Button>
    </p>
  );
}

/** "UTF-8, CR": in which characters it came, and what ends its lines. */
function writtenAs(raw: string, charset: string | null): string {
  const end = raw.includes("\r\n") ? "CR LF" : raw.includes("\r") ? "CR" : raw.includes("\n") ? "LF" : null;
  return [charset, end].filter(Boolean).join(", ");
}
