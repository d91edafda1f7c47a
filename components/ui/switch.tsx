import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";

type SwitchProps = Omit<ComponentProps<"input">, "type" | "role"> & { label: ReactNode };

/** A setting that is on or off. */
export function Switch({ label, className, ...rest }: SwitchProps) {
  return (
    <label className={clsx("flex cursor-pointer items-center gap-2", className)}>
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its own checked state
        role="switch"
        {...rest}
        className="m-0 flex h-4 w-7 flex-none cursor-pointer appearance-none items-center rounded-full bg-control p-0.5 transition-colors before:size-3 before:rounded-full before:bg-on-accent before:transition-transform before:content-[''] checked:bg-accent checked:before:translate-x-3 disabled:cursor-not-allowed disabled:opacity-50"
      />
      {label}
    </label>
  );
}
