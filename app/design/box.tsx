import { clsx } from "clsx";
import type { ReactNode } from "react";

type BoxProps = { title: string /** The content reaches the edges. */; flush?: boolean; children: ReactNode };

/** One part of the board under its name. */
export function Box({ title, flush, children }: BoxProps) {
  return (
    <section
      className={clsx("min-w-0 rounded-lg border border-line pt-3", flush ? "overflow-hidden" : "px-4 pb-4")}
    >
      <h2 className={clsx("mb-3 font-semibold text-ink-3 text-xs", flush && "px-4")}>{title}</h2>
      {children}
    </section>
  );
}
