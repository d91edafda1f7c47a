import { StatusShape } from "@/components/ui/status-shape";
import { textOfJson } from "./json-text";
import type { PreviewField, PreviewStep } from "./preview-groups";
import { kindLabel } from "./step-kinds";
import type { TrialDirection } from "./use-trial";

type PreviewedFieldProps = { field: PreviewField; direction: TrialDirection };

/** One field before and after, and each step between. */
export function PreviewedField({ field, direction }: PreviewedFieldProps) {
  const { localField, remoteField, steps, refusals } = field;
  const [from, to] = direction === "pull" ? [remoteField, localField] : [localField, remoteField];
  return (
    <section aria-label={`Preview of ${localField}`} className="border-line border-b px-4.5 py-2.5">
      <h3 className="text-xs [overflow-wrap:anywhere]">
        <span className="text-ink-3">{from}</span> <span aria-hidden="true">→</span>{" "}
        <span className="font-semibold">{to}</span>
      </h3>
      <p className="mt-1 font-mono text-xs [overflow-wrap:anywhere]">
        <Value value={steps[0]?.before} />
        <span className="text-ink-3" aria-hidden="true">
          {" → "}
        </span>
        <span className="sr-only"> becomes </span>
        {refusals.length > 0 ? (
          <span className="text-bad-ink">refused</span>
        ) : (
          <Value value={steps.at(-1)?.after} strong />
        )}
      </p>
      {steps.length > 1 ? (
        <ol className="mt-1.5 grid gap-0.5 text-2xs">
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place alone.
            <StepLine key={index} step={step} place={index + 1} />
          ))}
        </ol>
      ) : null}
      {refusals.map((message) => (
        <p key={message} className="mt-1.5 flex items-start gap-1.25 text-bad-ink text-xs">
          <StatusShape shape="bad" className="mt-0.5 size-3.5 flex-none" />
          {message} What was there stays.
        </p>
      ))}
    </section>
  );
}

function StepLine({ step, place }: { step: PreviewStep; place: number }) {
  return (
    <li className="text-ink-3 [overflow-wrap:anywhere]">
      {place}. {kindLabel(step.kind)}:{" "}
      {step.error ? (
        <span className="text-bad-ink">{step.error}</span>
      ) : (
        <span className="font-mono">
          <Value value={step.before} /> <span aria-hidden="true">→</span>{" "}
          <span className="sr-only">becomes</span>
          <Value value={step.after} />
        </span>
      )}
    </li>
  );
}

function Value({ value, strong }: { value: unknown; strong?: boolean }) {
  if (value === null || value === undefined) return <span className="text-ink-3">nothing</span>;
  return <span className={strong ? "font-semibold text-ink" : "text-ink-2"}>{textOfJson(value)}</span>;
}
