"use client";

import { clsx } from "clsx";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { KeyboardEvent as ReactKeyboardEvent, ReactNode, RefObject } from "react";
import { IconButton } from "./button";
import { useFocusReturn } from "./use-focus-return";

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One sentence below the title. */
  description?: ReactNode;
  size?: "regular" | "medium" | "wide";
  /** Buttons, the primary one last. A submit button names its form by `form`. */
  footer?: ReactNode;
  /** The dialog's own element; with it the dialog itself takes the focus when it opens, and not its first control. */
  ref?: RefObject<HTMLDivElement | null>;
  children: ReactNode;
};

const widths = { regular: "sm:max-w-115", medium: "sm:max-w-170", wide: "sm:max-w-310" } as const;

/**
 * Control or Command with Enter does what the primary button does: it sends the dialog's form. React hands on what is
 * pressed in a dialog above this one, which is not meant here.
 */
function submitOnModEnter(event: ReactKeyboardEvent<HTMLElement>) {
  if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
  if (!(event.target instanceof Node && event.currentTarget.contains(event.target))) return;
  event.preventDefault();
  event.currentTarget.querySelector("form")?.requestSubmit();
}

type DialogFrameProps = Pick<DialogProps, "open" | "onOpenChange" | "size" | "ref" | "children"> & {
  /** Whether a Radix.Description is among the children. */
  described: boolean;
  onEscapeKeyDown?: (event: KeyboardEvent) => void;
  className?: string;
};

/** What blocks the work behind it, for content that draws its own head and foot. */
export function DialogFrame({ open, onOpenChange, size = "regular", ...content }: DialogFrameProps) {
  const focusReturn = useFocusReturn();
  const { described, ref, onEscapeKeyDown, className, children } = content;
  const takeFocus = (event: Event) => {
    focusReturn.onOpenAutoFocus();
    if (!ref) return;
    event.preventDefault();
    ref.current?.focus();
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-(--z-dialog) grid animate-appear place-items-center bg-scrim sm:p-4">
          <Radix.Content
            ref={ref}
            data-layer=""
            {...focusReturn}
            onOpenAutoFocus={takeFocus}
            onEscapeKeyDown={onEscapeKeyDown}
            {...(described ? {} : { "aria-describedby": undefined })}
            onKeyDown={submitOnModEnter}
            className={clsx(
              "relative flex max-h-full w-full animate-rise flex-col overflow-hidden bg-raised shadow-dialog outline-none max-sm:rounded-none [--knock:var(--color-raised)] max-sm:h-full sm:rounded-xl sm:border sm:border-line dark:border-line-strong",
              widths[size],
              className,
            )}
          >
            {children}
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A decision that blocks the work behind it. Things to look at open in a SidePanel instead. */
export function Dialog({ open, onOpenChange, size, ref, ...content }: DialogProps) {
  return (
    <DialogFrame
      open={open}
      onOpenChange={onOpenChange}
      size={size}
      ref={ref}
      described={content.description !== undefined}
    >
      <DialogContent {...content} />
    </DialogFrame>
  );
}

type DialogContentProps = Pick<DialogProps, "title" | "description" | "footer" | "children">;

function DialogContent({ title, description, footer, children }: DialogContentProps) {
  return (
    <>
      <header className="px-4 pt-3.5 pr-12 pb-2">
        <Radix.Title className="font-semibold text-lg tracking-title">{title}</Radix.Title>
        {description ? <Radix.Description className="text-ink-2">{description}</Radix.Description> : null}
      </header>
      {/* Hidden words inside stay inside: else what takes the focus scrolls the head out of sight. */}
      <div className="relative min-h-0 flex-1 overflow-y-auto px-4 pt-1 pb-3.5">{children}</div>
      {footer ? (
        <footer className="flex flex-none justify-end gap-2 border-line border-t px-4 py-3">{footer}</footer>
      ) : null}
      {/* Last, so that the focus goes to the first field when the dialog opens. */}
      <Radix.Close asChild>
        <IconButton icon={X} label="Close" keys={["Esc"]} size="sm" className="absolute top-3.5 right-2.5" />
      </Radix.Close>
    </>
  );
}
