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

const figures: readonly { key: keyof Queue; label: string; look?: string; ink?: string }[] = [
  { key: "waiting", label: "Waiting" },
  { key: "delayed", label: "Delayed", look: "max-[86.25rem]:hidden" },
  { key: "failed", label: "Failed", ink: "text-bad-ink" },
  { key: "completed", label: "Done, 24 h", look: "w-18.5", ink: "text-ink-2" },
];

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
          {figures.map(({ key, label, look }) => (
            <th key={key} scope="col" className={clsx(head, "text-right", look)}>
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
      {figures.map(({ key, ...figure }) => (
        <Count key={key} value={queue?.[key]} {...figure} />
      ))}
    </tr>
  );
}

type CountProps = { value?: number; look?: string; ink?: string };

/** A zero is faint: nothing to see there. */
function Count({ value, look, ink }: CountProps) {
  return (
    <td className={clsx("px-2 text-right tabular-nums", look, value ? ink : "text-ink-off")}>
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
