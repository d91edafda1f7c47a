"use client";

import { clsx } from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useFieldControl } from "./field";

const box =
  "flex w-full min-w-0 items-center gap-2 rounded-md border bg-raised px-2.5 text-ink focus-within:border-transparent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus dark:bg-sunken";

const sizes = {
  sm: "h-7 max-sm:h-10",
  md: "h-(--control-h)",
  lg: "h-10 text-md max-lg:h-12 max-lg:text-lg",
} as const;

/** The frame of anything a person types into; `soft` is the quieter line of filters and searches. */
export function inputLook(size: keyof typeof sizes, line: "control" | "soft" | "error"): string {
  const lines = { control: "border-control", soft: "border-line-strong", error: "border-bad" };
  return clsx(box, sizes[size], lines[line]);
}

export type InputProps = Omit<ComponentProps<"input">, "size"> & {
  size?: keyof typeof sizes;
  soft?: boolean;
  icon?: LucideIcon;
  trailing?: ReactNode;
};

/** One line of text. Inside a Field it takes its id, description and error from there. */
export function Input({ size = "md", soft = false, icon: Icon, trailing, className, ...rest }: InputProps) {
  const control = useFieldControl();
  return (
    <div
      className={clsx(
        inputLook(size, control["aria-invalid"] ? "error" : soft ? "soft" : "control"),
        className,
      )}
    >
      {Icon ? <Icon className="size-3.5 text-ink-3" /> : null}
      <input
        type="text"
        {...control}
        {...rest}
        className="min-w-0 flex-1 bg-transparent outline-none disabled:text-ink-off"
      />
      {trailing}
    </div>
  );
}
