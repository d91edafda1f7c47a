"use client";

import { clsx } from "clsx";
import type { ComponentProps } from "react";
import { useFieldControl } from "./field";

/** Several lines of text, such as code. Inside a Field it takes its id, description and error from there. */
export function TextArea({ className, ...rest }: ComponentProps<"textarea">) {
  const control = useFieldControl();
  return (
    <textarea
      spellCheck={false}
      {...control}
      {...rest}
      className={clsx(
        "block w-full min-w-0 resize-y rounded-md border bg-raised px-2.5 py-1.5 font-mono text-ink text-xs/4.5 focus-visible:border-transparent focus-visible:-outline-offset-1 disabled:text-ink-off dark:bg-sunken",
        control["aria-invalid"] ? "border-bad" : "border-control",
        className,
      )}
    />
  );
}
