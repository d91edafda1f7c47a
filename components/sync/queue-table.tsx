import { clsx } from "clsx";
import { formatCount } from "@/components/ui/format";
import type { SyncStatistics } from "@/lib/sync/schema";

type Queues = SyncStatistics["queues"];
type Queue = Queues[keyof Queues];

const rows = [
  { id: "sync", label: "Sync" },
  { id: "webhooks", label: "Webhooks" },
  { id: "conflicts", label: "Conflicts" },
  { id: "transformations", label: "Transformations" },
] as const;

const head = "h-6.5 px-2 font-medium text-2xs text-ink-3";

/** What each queue holds, and how many of its workers' slots are taken. */
export function QueueTable({ queues }: { queues?: Queues }) {
  return (
    <table className="w-full table-fixed whitespace-nowrap">
      <caption className="sr-only">Queues</caption>
      <thead>
        <tr>
          <th scope="col" className={clsx(head, "w-30 text-left")}>
            Queue
          </th>
          <th scope="col" className={clsx(head, "w-31 text-left")}>
            Busy
          </th>
          {["Waiting", "Delayed", "Failed", "Done, 24 h"].map((label) => (
            <th
              key={label}
              scope="col"
              className={clsx(head, "text-right", label === "Delayed" && "max-xl:hidden")}
            >
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, label }) => (
          <QueueRow key={id} label={label} queue={queues?.[id]} />
        ))}
      </tbody>
    </table>
  );
}

function QueueRow({ label, queue }: { label: string; queue?: Queue }) {
  return (
    <tr className="h-8.75 not-first:border-line not-first:border-t">
      <th scope="row" className="truncate px-2 text-left font-medium">
        {label}
      </th>
      <td className="px-2">{queue ? <Busy active={queue.active} slots={queue.concurrency} /> : null}</td>
      <Count value={queue?.waiting} />
      <Count value={queue?.delayed} className="max-xl:hidden" />
      <Count value={queue?.failed} className="text-bad-ink" />
      <Count value={queue?.completed} className="text-ink-2" />
    </tr>
  );
}

function Count({ value, className }: { value?: number; className?: string }) {
  return (
    <td
      className={clsx(
        "px-2 text-right tabular-nums",
        value ? className : "text-ink-off",
        !value && className?.includes("hidden") && className,
      )}
    >
      {value === undefined ? "–" : formatCount(value)}
    </td>
  );
}

/** More slots than this are told in figures alone. */
const drawnSlots = 12;

function Busy({ active, slots }: { active: number; slots: number }) {
  if (slots === 0) return <span className="text-warn-ink text-xs">no worker</span>;
  return (
    <span className="flex items-center gap-2 text-ink-2 text-xs tabular-nums">
      {slots <= drawnSlots ? (
        <span aria-hidden="true" className="inline-flex gap-0.5">
          {Array.from({ length: slots }, (_, slot) => (
            <i
              // biome-ignore lint/suspicious/noArrayIndexKey: the slots are all alike
              key={slot}
              className={clsx("h-3.5 w-1.5 rounded-[1.5px]", slot < active ? "bg-run" : "bg-track")}
            />
          ))}
        </span>
      ) : null}
      {active}/{slots}
    </span>
  );
}
