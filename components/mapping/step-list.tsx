import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { OrderButtons, type OrderButtonsProps } from "@/components/ui/order-buttons";
import { StatusShape } from "@/components/ui/status-shape";
import type { Transform } from "@/lib/mapping/schema";
import { moved, type Remark, remarkAt } from "./draft";
import { StepForm } from "./step-form";
import { kindNames, pushWords, stepKinds } from "./step-kinds";
import { useMappingFunctions } from "./use-mapping";

type StepListProps = {
  steps: readonly Transform[];
  problems: readonly Remark[];
  notices: readonly Remark[];
  /** Nothing goes back through them. */
  isOneWay?: boolean;
  onChange: (steps: Transform[]) => void;
};

/** The steps between the two ends, in pull order. */
export function StepList({ steps, problems, notices, isOneWay = false, onChange }: StepListProps) {
  return (
    <section aria-label="Steps">
      <h3 className="mb-1.25 font-medium text-sm">Steps</h3>
      {steps.length === 0 ? <p className="text-ink-3 text-xs">None: the value is copied.</p> : null}
      <ol className="grid gap-2">
        {steps.map((step, index) => {
          const place = `transform[${index}]`;
          return (
            <StepItem
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place alone.
              key={index}
              step={step}
              place={index}
              problem={[remarkAt(problems, place), index === 0 ? remarkAt(problems, "transform") : undefined]
                .filter(Boolean)
                .join(" ")}
              notice={remarkAt(notices, place)}
              isOneWay={isOneWay}
              isLast={index === steps.length - 1}
              onChange={(changed) => onChange(steps.with(index, changed))}
              onMove={(by) => onChange(moved(steps, index, by))}
              onRemove={() => onChange(steps.toSpliced(index, 1))}
            />
          );
        })}
      </ol>
      <AddStep onAdd={(step) => onChange([...steps, step])} />
    </section>
  );
}

function AddStep({ onAdd }: { onAdd: (step: Transform) => void }) {
  return (
    <div className="mt-2">
      <Menu
        align="start"
        trigger={
          <Button size="sm" icon={Plus}>
            Add step
          </Button>
        }
      >
        {kindNames.map((kind) => (
          <MenuItem key={kind} onSelect={() => onAdd(stepKinds[kind].begin())}>
            {stepKinds[kind].label}
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
}

type StepHeadProps = Omit<OrderButtonsProps, "name" | "isFirst"> & {
  step: Transform;
  /** Counted from 0. */
  place: number;
};

type StepItemProps = StepHeadProps & {
  problem: string;
  notice?: string;
  isOneWay: boolean;
  onChange: (step: Transform) => void;
};

function StepItem({ step, problem, notice, isOneWay, onChange, ...head }: StepItemProps) {
  return (
    <li className="rounded-md border border-line bg-raised px-2.5 py-2">
      <StepHead step={step} {...head} />
      <StepForm step={step} isOneWay={isOneWay} onChange={onChange} />
      {problem ? (
        <p role="alert" className="mt-1.5 flex items-center gap-1.25 text-bad-ink text-xs">
          <StatusShape shape="bad" />
          {problem}
        </p>
      ) : null}
      {isOneWay ? null : <WayBack step={step} notice={notice} />}
    </li>
  );
}

/** What becomes of the step on push. */
function WayBack({ step, notice }: Pick<StepItemProps, "step" | "notice">) {
  const { data: functions = [] } = useMappingFunctions();
  return <p className="mt-1.5 text-ink-3 text-xs">{notice ?? pushWords(step, functions)}</p>;
}

/** What the step is, and its place among the others. */
function StepHead({ step, place, ...order }: StepHeadProps) {
  const { label, help } = stepKinds[step.kind];
  return (
    <div className="flex items-center gap-2">
      <span className="min-w-0 flex-1">
        <span className="font-medium">
          {place + 1}. {label}
        </span>
        <span className="text-ink-3 text-xs max-sm:hidden"> · {help}</span>
      </span>
      <OrderButtons name={`step ${place + 1}`} isFirst={place === 0} {...order} />
    </div>
  );
}
