"use client";

import { clsx } from "clsx";
import { type ComponentProps, type ReactNode, useId } from "react";

const mark =
  "before:h-1 before:w-2 before:-rotate-45 before:translate-x-[0.5px] before:-translate-y-px before:border-0 before:border-b-[1.7px] before:border-l-[1.7px] before:border-on-accent before:hidden checked:before:block";

/** The bare box, for rows and column heads that carry their own name. */
export function CheckMark({ className, ...rest }: Omit<ComponentProps<"input">, "type">) {
  return (
    <input
      type="checkbox"
      {...rest}
      className={clsx(
        "m-0 grid size-[15px] flex-none cursor-pointer appearance-none place-items-center rounded-[4px] border border-control bg-raised checked:border-accent checked:bg-accent disabled:cursor-not-allowed disabled:opacity-50",
        mark,
        className,
      )}
    />
  );
}

type CheckboxProps = Omit<ComponentProps<"input">, "type" | "id"> & { label: ReactNode; help?: ReactNode };

/** A yes or no that takes effect when the form is saved. */
export function Checkbox({ label, help, className, ...rest }: CheckboxProps) {
  const id = useId();
  const note = `${id}-note`;
  return (
    <div className={clsx("flex", help ? "items-start gap-2.5" : "items-center gap-2", className)}>
      <CheckMark
        {...rest}
        id={id}
        aria-describedby={help ? note : undefined}
        className={help ? "mt-0.75" : undefined}
      />
      <div>
        <label htmlFor={id} className={clsx("block cursor-pointer", help && "font-medium")}>
          {label}
        </label>
        {help ? (
          <p id={note} className="text-ink-3 text-xs">
            {help}
          </p>
        ) : null}
      </div>
    </div>
  );
}
