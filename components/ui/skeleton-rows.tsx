import { clsx } from "clsx";

/** Widths of the grey bars, so that the rows look like text and not like a grid. */
const names = ["w-3/5", "w-2/3", "w-3/4", "w-4/5"] as const;
const details = ["w-2/3", "w-1/2", "w-3/5", "w-5/12"] as const;
const figures = ["w-2/5", "w-1/2", "w-3/5", "w-2/3"] as const;

const bar = "block h-2.5 rounded-full bg-track";

/**
 * Rows that are on their way. Nothing is drawn for the first 200 ms: most answers come sooner, and a flash of
 * grey is worse than a short wait. They stand still.
 */
export function SkeletonRows({ count = 6, label = "Loading" }: { count?: number; label?: string }) {
  return (
    <div role="status" className="animate-[appear_1ms_linear_200ms_backwards] px-4.5">
      <span className="sr-only">{label}</span>
      {Array.from({ length: count }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
          key={index}
          className="grid h-(--row) grid-cols-[24%_1fr_22%] items-center gap-2.5 border-line border-b"
        >
          <span className={clsx(bar, names[index % names.length])} />
          <span className={clsx(bar, details[index % details.length])} />
          <span className={clsx(bar, figures[index % figures.length], "ml-auto")} />
        </div>
      ))}
    </div>
  );
}
