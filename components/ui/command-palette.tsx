"use client";

import { Command } from "cmdk";
import { CornerDownLeft, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { Badge } from "./badge";
import { Keys } from "./keys";
import { matchedRuns, matchingGroups, type PaletteGroup, type PaletteItem } from "./palette-search";
import { useFocusReturn } from "./use-focus-return";

type CommandPaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  groups: readonly PaletteGroup[];
  /** Told what was typed, to ask the server for more groups. */
  onQueryChange?: (query: string) => void;
  /** Said when nothing matches: what can be searched, or that the search runs. */
  empty?: ReactNode;
};

/** Records, jobs and actions behind one key. What is listed is what its reader may open. */
export function CommandPalette({ open, onOpenChange, ...contents }: CommandPaletteProps) {
  const focusReturn = useFocusReturn();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-(--z-palette) animate-appear bg-scrim" />
        <Dialog.Content
          data-layer=""
          {...focusReturn}
          aria-describedby={undefined}
          className="fixed inset-x-0 top-0 z-(--z-palette) mx-auto max-w-150 animate-rise overflow-hidden border-line bg-raised shadow-dialog focus:outline-none max-sm:h-full sm:top-[14vh] sm:rounded-xl sm:border dark:border-line-strong"
        >
          <Dialog.Title className="sr-only">Search and act</Dialog.Title>
          <PaletteList {...contents} onClose={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type PaletteListProps = Omit<CommandPaletteProps, "open" | "onOpenChange"> & {
  onClose: () => void;
  initialQuery?: string;
};

/** The palette without its dialog, also drawn on the board of parts. */
export function PaletteList({ groups, onQueryChange, empty, onClose, initialQuery = "" }: PaletteListProps) {
  const router = useRouter();
  const [query, setQuery] = useState(initialQuery);
  const [current, setCurrent] = useState("");
  const shown = matchingGroups(groups, query);
  const open = (item: PaletteItem) => {
    onClose();
    if ("href" in item) router.push(item.href);
    else item.onSelect();
  };
  const openInNewTab = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    const item = shown.flatMap(({ items }) => items).find(({ id }) => id === current);
    if (item && "href" in item) window.open(item.href, "_blank", "noopener");
  };
  return (
    <Command
      label="Search and act"
      shouldFilter={false}
      loop
      value={current}
      onValueChange={setCurrent}
      onKeyDownCapture={openInNewTab}
    >
      <PaletteInput
        query={query}
        onChange={(text) => {
          setQuery(text);
          onQueryChange?.(text);
        }}
      />
      <Command.List className="max-h-[min(60vh,420px)] overflow-y-auto pb-2">
        <Command.Empty className="px-4 py-4 text-ink-3">{empty ?? "Nothing fits these words"}</Command.Empty>
        {shown.map((group) => (
          <PaletteGroupItems key={group.heading} group={group} query={query} onOpen={open} />
        ))}
      </Command.List>
      <PaletteFoot />
    </Command>
  );
}

function PaletteInput({ query, onChange }: { query: string; onChange: (query: string) => void }) {
  return (
    <div className="flex h-11.5 items-center gap-2.25 border-line border-b px-4 text-md">
      <Search className="text-ink-3" />
      <Command.Input
        value={query}
        onValueChange={onChange}
        className="min-w-0 flex-1 bg-transparent caret-focus outline-none"
      />
      <span className="text-ink-3 text-xs">Search and act</span>
    </div>
  );
}

type PaletteGroupItemsProps = { group: PaletteGroup; query: string; onOpen: (item: PaletteItem) => void };

function PaletteGroupItems({ group: { heading, items }, query, onOpen }: PaletteGroupItemsProps) {
  return (
    <Command.Group
      heading={heading}
      className="px-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.25 [&_[cmdk-group-heading]]:pb-0.75 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-ink-3"
    >
      {items.map((item) => (
        <PaletteEntry key={item.id} item={item} query={query} onSelect={() => onOpen(item)} />
      ))}
    </Command.Group>
  );
}

type PaletteEntryProps = { item: PaletteItem; query: string; onSelect: () => void };

function PaletteEntry({ item, query, onSelect }: PaletteEntryProps) {
  const Icon = item.icon;
  return (
    <Command.Item
      value={item.id}
      onSelect={onSelect}
      className="group flex h-8.5 cursor-pointer items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-selected pointer-coarse:h-11"
    >
      <Icon className="text-ink-3" />
      <span className="min-w-0 flex-1 truncate">
        {matchedRuns(item.label, query).map(({ text, matched }, index) =>
          matched ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: runs of one label are told apart by their place only
            <mark key={index} className="bg-transparent font-semibold text-accent-ink">
              {text}
            </mark>
          ) : (
            text
          ),
        )}
        {item.detail ? <span className="text-ink-3"> · {item.detail}</span> : null}
      </span>
      {item.badge ? <Badge tone={item.badge.tone}>{item.badge.text}</Badge> : null}
      {item.keys ? <Keys keys={item.keys} /> : null}
      <CornerDownLeft className="hidden size-3.5 text-ink-3 group-data-[selected=true]:block" />
    </Command.Item>
  );
}

function PaletteFoot() {
  return (
    <div className="flex items-center gap-1.5 border-line border-t px-4 py-2 text-ink-3 text-xs max-sm:hidden">
      <Keys keys={["enter"]} /> open
      <Keys keys={["mod", "enter"]} className="ml-2.5" /> in a new tab
      <span className="ml-auto flex items-center gap-1.5">
        <Keys keys={["Esc"]} /> close
      </span>
    </div>
  );
}
