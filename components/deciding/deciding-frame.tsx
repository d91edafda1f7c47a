"use client";

import { clsx } from "clsx";
import { type ReactNode, type RefObject, useState } from "react";
import { DialogFrame } from "@/components/ui/dialog";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import { DecidingHead, type DecidingHeadProps } from "./deciding-head";
import type { KeyGroup } from "./key-groups";
import { KeysHelp } from "./keys-help";

type DecidingFrameProps = Omit<DecidingHeadProps, "onHelp"> & {
  dialog: RefObject<HTMLDivElement | null>;
  /** What else waits, beside it; the Tab key comes to it after what is to be decided. */
  queue: ReactNode;
  keyGroups: readonly KeyGroup[];
  /** Takes the last decision back. */
  onUndo?: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** A dialog in which one after the other is decided, by the keyboard alone where that is wanted. */
export function DecidingFrame(props: DecidingFrameProps) {
  const { dialog, queue, keyGroups, onUndo, onClose, children, ...head } = props;
  const [isHelping, setHelping] = useState(false);
  useShortcuts(
    { n: head.onNext, p: head.onPrevious, u: onUndo, "?": () => setHelping(true) },
    { layer: dialog },
  );
  return (
    <DialogFrame
      open
      described
      size="wide"
      ref={dialog}
      onOpenChange={onClose}
      onEscapeKeyDown={(event) => leaveTyping(event, dialog.current)}
      className={clsx("sm:h-[min(790px,100%)]", queue && "xl:grid! xl:grid-cols-[252px_minmax(0,1fr)]")}
    >
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <DecidingHead {...head} onHelp={() => setHelping(true)} />
        {children}
      </div>
      {queue}
      {isHelping ? <KeysHelp groups={keyGroups} onClose={() => setHelping(false)} /> : null}
    </DialogFrame>
  );
}

/** The first Esc leaves what is being typed; only the next one closes. */
function leaveTyping(event: KeyboardEvent, dialog: HTMLElement | null): void {
  if (!(event.target instanceof HTMLElement) || !event.target.matches("input, textarea")) return;
  event.preventDefault();
  dialog?.focus();
}

/** What scrolls of the dialog; hidden words inside stay inside. */
export function DecidingPane({ children }: { children: ReactNode }) {
  return <div className="relative min-h-0 flex-1 overflow-auto px-5.5 pb-4 max-sm:px-3.5">{children}</div>;
}
