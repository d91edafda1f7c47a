"use client";

import { Tooltip } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { Keys } from "./keys";

type TipProps = {
  text: ReactNode;
  /** A quieter second line. */
  detail?: ReactNode;
  keys?: readonly string[];
  /** One element that takes focus and a ref. */
  children: ReactElement;
};

/** A short note on hover and on focus. It repeats or refines; nothing is only in a tip. */
export function Tip({ text, detail, keys, children }: TipProps) {
  return (
    <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
      <Tooltip.Root>
        <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-(--z-palette) flex max-w-80 animate-appear flex-col rounded-sm bg-ink px-2.25 py-1.25 text-xs text-sheet"
          >
            <span className="flex items-center gap-2">
              {text}
              {keys ? <Keys keys={keys} /> : null}
            </span>
            {detail ? <span className="opacity-72">{detail}</span> : null}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}
