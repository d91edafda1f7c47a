"use client";

import { clsx } from "clsx";
import { X } from "lucide-react";
import { type ComponentProps, useEffect, useRef, useState } from "react";
import { apiPath } from "@/components/api";
import { ExportLink } from "@/components/export-link";
import { LoadMore } from "@/components/load-more";
import { ReadAgainFailed, ReadFailed } from "@/components/read-failed";
import { Sheet, SheetBody, SheetHead } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { IconButton } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { Keys } from "@/components/ui/keys";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { TableFoot } from "@/components/ui/table";
import { useAddress } from "@/components/ui/use-address";
import { useOpened } from "@/components/ui/use-opened";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import type { MessageView as Message, MessageFilter } from "@/lib/messages/schema";
import { MessageFilterBar } from "./message-filter-bar";
import { type Filters, queryOf } from "./message-filters";
import { MessageTable } from "./message-table";
import { MessageView } from "./message-view";
import { findsReplayable } from "./message-words";
import { NoMessages } from "./no-messages";
import { ReplayMany } from "./replay-many";
import { ReplayProgress } from "./replay-progress";
import { useFilters } from "./use-filters";
import { useMessageList } from "./use-messages";

/** Everything that came in and went out: searched, filtered, and opened beside the list. */
export function MessagesScreen() {
  const { filters, isNarrowed, isTyped, isOpen: isLinkable, change, clear } = useFilters();
  const filter = useFilterOf(filters);
  const list = useMessageList(filter);
  const messages = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const search = useRef<HTMLInputElement>(null);
  const opened = useOpenedMessage();
  const { values, change: changeAddress } = useAddress();
  const replayId = values.get("replay");
  const isOpen = opened.id !== null;
  return (
    <Sheet>
      <SheetHead
        title="Messages"
        actions={
          <ListActions
            {...{ filter, isNarrowed, isLinkable }}
            isEmpty={messages.length === 0}
            onStarted={(id) => changeAddress({ replay: id })}
          />
        }
      />
      {replayId ? <ReplayProgress id={replayId} onClose={() => changeAddress({ replay: null })} /> : null}
      <div className={clsx(isOpen && "border-line border-b max-xl:hidden")}>
        <MessageFilterBar filters={filters} onChange={change} inputRef={search} />
      </div>
      <div className="flex min-h-0 flex-1">
        <Listed {...{ list, messages, isNarrowed, isTyped, search, opened }} onClear={clear} />
        {opened.open && opened.id !== null ? (
          <OpenMessage id={opened.id} messages={messages} onOpen={opened.open} />
        ) : null}
      </div>
    </Sheet>
  );
}

type ListActionsProps = ComponentProps<typeof ReplayMany> & {
  /** Nothing is set that must stay out of addresses, as that of a file would be. */
  isLinkable: boolean;
  isEmpty: boolean;
};

/** What can be done with the whole list. */
function ListActions({ filter, isLinkable, isEmpty, ...replay }: ListActionsProps) {
  const mayReplay = usePermission("messages:replay");
  const csv = apiPath("/api/messages", { ...filter, format: "csv" });
  return (
    <>
      {isLinkable ? <ExportLink className="max-sm:hidden" href={csv} /> : null}
      {mayReplay && !isEmpty && findsReplayable(filter) ? <ReplayMany filter={filter} {...replay} /> : null}
    </>
  );
}

/** Which message is open; none for those who may not see what messages say. */
function useOpenedMessage() {
  const { id, open } = useOpened("message");
  return usePermission("messages:raw") ? { id, open } : { id: null, open: undefined };
}

/** The filter as the server takes it; days count from the one on which the page was opened. */
function useFilterOf(filters: Filters): MessageFilter {
  const [today] = useState(() => new Date());
  return queryOf(filters, today);
}

type ListedProps = {
  list: ReturnType<typeof useMessageList>;
  messages: readonly Message[];
  isNarrowed: boolean;
  isTyped: boolean;
  search: Parameters<typeof MessageTable>[0]["filterRef"];
  opened: ReturnType<typeof useOpenedMessage>;
  onClear: () => void;
};

/** The list, narrow beside an open message. */
function Listed(props: ListedProps) {
  const isBeside = props.opened.id !== null;
  return (
    <section
      aria-label="List of messages"
      className={clsx(
        "flex min-w-0 flex-col",
        isBeside ? "w-92 flex-none border-line border-r max-xl:hidden" : "flex-1",
      )}
    >
      <Rows {...props} />
    </section>
  );
}

/** The rows as far as they are known, or why there are none. */
function Rows({ list, messages, isNarrowed, isTyped, search, opened, onClear }: ListedProps) {
  if (!list.data) {
    return (
      <SheetBody padded={list.isError}>
        {list.error ? (
          <ReadFailed what="Messages" right="read messages" error={list.error} onRetry={list.refetch} />
        ) : (
          <SkeletonRows count={12} label="Loading messages" />
        )}
      </SheetBody>
    );
  }
  return (
    <>
      {list.error ? (
        <ReadAgainFailed
          what="Messages"
          error={list.error}
          readAtMs={list.dataUpdatedAt}
          onRetry={list.refetch}
        />
      ) : null}
      <SheetBody padded={messages.length === 0}>
        {messages.length > 0 ? (
          <MessageTable messages={messages} openId={opened.id} onOpen={opened.open} filterRef={search} />
        ) : (
          <NoMessages isNarrowed={isNarrowed} isTyped={isTyped} onClear={onClear} />
        )}
        <LoadMore list={list} />
      </SheetBody>
      <TableFoot aside={messages.length > 0 ? <ListKeys isBeside={opened.id !== null} /> : null}>
        {formatCount(messages.length)}
        {list.hasNextPage ? " shown, more below" : " shown"}
      </TableFoot>
    </>
  );
}

function ListKeys({ isBeside }: { isBeside: boolean }) {
  if (isBeside) {
    return (
      <>
        <Keys keys={["J", "K"]} /> move <Keys keys={["F"]} /> next failed
      </>
    );
  }
  return (
    <>
      <Keys keys={["J", "K"]} /> move <Keys keys={["enter"]} /> open <Keys keys={["/"]} /> search
    </>
  );
}

type OpenMessageProps = { id: string; messages: readonly Message[]; onOpen: (id: string | null) => void };

/** The message beside the list, on a narrow window in its place; its neighbours are one key away. */
function OpenMessage({ id, messages, onOpen }: OpenMessageProps) {
  const section = useFocusWhileOpen();
  const at = messages.findIndex((message) => message.id === id);
  const go = (step: 1 | -1) => {
    const next = at < 0 ? undefined : messages[at + step];
    if (next) onOpen(next.id);
  };
  const close = () => onOpen(null);
  const failed = () => {
    const next = messages
      .slice(at + 1)
      .find(({ processing }) => processing === "FAILED" || processing === "DEAD");
    if (next) onOpen(next.id);
  };
  useShortcuts({ j: () => go(1), k: () => go(-1), f: failed, Escape: close }, { first: true });
  return (
    <section
      ref={section}
      tabIndex={-1}
      aria-label="Open message"
      className="flex min-w-0 flex-1 flex-col overflow-y-auto outline-none"
    >
      <MessageView
        id={id}
        aside={<IconButton icon={X} label="Close" keys={["Esc"]} onClick={close} />}
        onReplayed={onOpen}
      />
    </section>
  );
}

/** Takes the focus, and gives it back to where it was. */
function useFocusWhileOpen() {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    section.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return section;
}
