import { clsx } from "clsx";
import { formatClock, formatCount, formatDuration } from "@/components/ui/format";
import { Lane } from "@/components/ui/lane";
import { PanelSection } from "@/components/ui/side-panel";
import type { SyncJobDetail } from "@/lib/sync/schema";
import { entityWord } from "./job-words";

type Step = SyncJobDetail["steps"][number];
type StepsProps = { steps: readonly Step[] };

const parts = [
  { label: "Vendor", fill: "bg-series-5", of: ({ fetchMs }: Step) => fetchMs },
  { label: "Mapping", fill: "bg-series-2", of: ({ mapMs }: Step) => mapMs },
  { label: "Database", fill: "bg-series-1", of: ({ writeMs }: Step) => writeMs },
] as const;

/** Where a page spends its time on average: with the vendor, with us, or in the database. */
export function PageTiming({ steps }: StepsProps) {
  if (steps.length === 0) return null;
  const means = parts.map((part) => ({
    ...part,
    meanMs: steps.reduce((sum, step) => sum + part.of(step), 0) / steps.length,
  }));
  return (
    <PanelSection title="Where a page spends its time">
      <div aria-hidden="true" className="flex h-2 gap-0.5 overflow-hidden rounded-[3px] bg-track">
        {means.map(({ label, fill, meanMs }) => (
          <i key={label} className={clsx("block", fill)} style={{ flexGrow: Math.max(meanMs, 0.01) }} />
        ))}
      </div>
      <ul className="mt-1.5 flex justify-between gap-2 text-ink-2 text-xs tabular-nums">
        {means.map(({ label, meanMs }) => (
          <li key={label}>
            {label} {formatDuration(meanMs)}
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}

/** The last pages, newest first. `limit` is how many are shown. */
export function Pages({ steps, limit }: StepsProps & { limit: number }) {
  if (steps.length === 0) return null;
  const shown = steps.slice(0, limit);
  const aside = shown.length < steps.length ? `the last ${shown.length}, newest first` : "newest first";
  return (
    <PanelSection title="Pages" aside={aside}>
      <ol>
        {shown.map((step) => (
          <li
            key={step.n}
            className="grid h-7.5 grid-cols-[44px_64px_minmax(0,1fr)_72px] items-center gap-2 border-line border-b tabular-nums"
            title={entityWord(step.entity)}
          >
            <span>{formatCount(step.n)}</span>
            <span className="text-ink-3">{formatClock(new Date(step.at))}</span>
            <Lane counts={step.counts} total={null} phase="done" />
            <span className="text-right">{formatDuration(step.fetchMs + step.mapMs + step.writeMs)}</span>
          </li>
        ))}
      </ol>
    </PanelSection>
  );
}
