import { formatCount } from "@/components/ui/format";
import { Status } from "@/components/ui/status";
import type { ShapeName } from "@/components/ui/status-shape";
import type { IntegrationView } from "@/lib/integrations/schema";
import { stateOf } from "./integration-state";

const shown: readonly { shape: ShapeName; word: string }[] = [
  { shape: "ok", word: "Healthy" },
  { shape: "bad", word: "Failing" },
  { shape: "wait", word: "Being set up" },
  { shape: "paused", word: "Paused" },
];

/** How many integrations do well, and how many do not. */
export function IntegrationSums({ integrations }: { integrations: readonly IntegrationView[] }) {
  const countOf = (shape: ShapeName) => integrations.filter((each) => stateOf(each).shape === shape).length;
  const records = integrations.reduce((sum, each) => sum + each.records, 0);
  return (
    <dl
      aria-label="All integrations"
      className="grid flex-none grid-cols-[repeat(4,minmax(96px,1fr))_1.7fr] border-line border-b max-sm:grid-cols-4"
    >
      {shown.map(({ shape, word }) => (
        <Sum key={shape} value={countOf(shape)}>
          <Status shape={shape} className="max-sm:text-xs max-sm:whitespace-normal">
            {word}
          </Status>
        </Sum>
      ))}
      <Sum value={records} isSecondary>
        <span className="font-medium text-ink-2">Records linked</span>
      </Sum>
    </dl>
  );
}

type SumProps = { value: number; isSecondary?: boolean; children: React.ReactNode };

function Sum({ value, isSecondary, children }: SumProps) {
  return (
    <div
      className={`flex flex-col justify-between px-4.5 py-3 not-first:border-line not-first:border-l max-sm:px-2.5 max-sm:py-2.5 ${isSecondary ? "max-sm:hidden" : ""}`}
    >
      <dt>{children}</dt>
      <dd className="font-semibold text-xl/6.5 tabular-nums tracking-heading">{formatCount(value)}</dd>
    </div>
  );
}
