"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { IconButton } from "./button";
import { useFocusReturn } from "./use-focus-return";
import { useShortcuts } from "./use-shortcuts";

type SidePanelProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  /** State and id, above the title. */
  eyebrow?: ReactNode;
  description?: ReactNode;
  /** J and K: on to the next or the previous thing of the list without closing. */
  onNext?: () => void;
  onPrevious?: () => void;
  footer?: ReactNode;
  children: ReactNode;
};

/**
 * A thing of a list, 440 px over the right of the sheet; the list stays in reach. Esc closes it and gives the
 * focus back. Place it inside the Sheet.
 */
export function SidePanel(props: SidePanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const focusReturn = useFocusReturn();
  useShortcuts({ j: props.onNext, k: props.onPrevious }, { enabled: props.open, first: true });
  return (
    <Radix.Root modal={false} open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Radix.Content
        {...(props.description ? {} : { "aria-describedby": undefined })}
        {...focusReturn}
        onOpenAutoFocus={(event) => {
          focusReturn.onOpenAutoFocus();
          // The panel itself takes the focus: on its first button, Esc would only close that button's tip.
          event.preventDefault();
          panel.current?.focus();
        }}
        ref={panel}
        onInteractOutside={(event) => event.preventDefault()}
        className="absolute inset-y-0 right-0 z-(--z-panel) flex w-110 animate-enter-right flex-col border-line-strong border-l bg-raised shadow-raised [--knock:var(--color-raised)] focus:outline-none max-sm:fixed max-sm:inset-0 max-sm:z-(--z-dialog) max-sm:w-full max-sm:border-l-0"
      >
        <header className="flex gap-2 border-line border-b pt-3.5 pr-3 pb-3 pl-4.5">
          <div className="min-w-0 flex-1">
            {props.eyebrow ? <div className="mb-1.5 flex items-center gap-2">{props.eyebrow}</div> : null}
            <Radix.Title className="font-semibold text-lg tracking-title">{props.title}</Radix.Title>
            {props.description ? (
              <Radix.Description className="text-ink-2">{props.description}</Radix.Description>
            ) : null}
          </div>
          <Radix.Close asChild>
            <IconButton icon={X} label="Close" keys={["Esc"]} size="sm" />
          </Radix.Close>
        </header>
        {/* A stop for the keyboard: what scrolls may hold nothing else to stop at. */}
        <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2">
          {props.children}
        </div>
        {props.footer ? (
          <footer className="flex flex-none gap-2 border-line border-t px-4.5 py-2.5">{props.footer}</footer>
        ) : null}
      </Radix.Content>
    </Radix.Root>
  );
}

/** One block of a panel, parted from the next by a line. */
export function PanelSection({
  title,
  aside,
  children,
}: {
  title?: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="border-line border-b px-4.5 py-3.5 last:border-b-0">
      {title ? (
        <div className="mb-2 flex items-baseline justify-between gap-2">
          <h2 className="font-semibold text-xs">{title}</h2>
          {aside ? <span className="text-ink-3 text-xs">{aside}</span> : null}
        </div>
      ) : null}
      {children}
    </section>
  );
}
