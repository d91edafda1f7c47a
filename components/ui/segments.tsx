"use client";

import { RadioGroup } from "radix-ui";
import { useFieldControl } from "./field";

type SegmentsProps<T extends string> = {
  options: readonly { value: T; label: string; count?: string }[];
  value: T;
  onChange: (value: T) => void;
  /** Needed when no Field is around. */
  "aria-label"?: string;
};

/** One of two or three choices, all of them in sight. */
export function Segments<T extends string>({ options, value, onChange, ...rest }: SegmentsProps<T>) {
  const control = useFieldControl();
  return (
    <RadioGroup.Root
      {...control}
      {...rest}
      value={value}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next);
        if (option) onChange(option.value);
      }}
      className="flex rounded-md bg-frame p-0.5 dark:bg-sunken dark:inset-ring dark:inset-ring-line"
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className="h-7 flex-1 rounded-sm whitespace-nowrap px-2 text-center font-medium text-ink-2 data-[state=checked]:bg-raised data-[state=checked]:text-ink data-[state=checked]:ring data-[state=checked]:ring-line pointer-coarse:h-10"
        >
          {option.label}
          {option.count ? <span className="ml-1.5 text-ink-3 tabular-nums">{option.count}</span> : null}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
