import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
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

type StepItemProps = {
  step: Transform;
  /** Counted from 0. */
  place: number;
  problem: string;
  notice?: string;
  isOneWay: boolean;
  isLast: boolean;
  onChange: (step: Transform) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
};

function StepItem(props: StepItemProps) {
  const { step, problem, notice, isOneWay, onChange } = props;
  return (
    <li className="rounded-md border border-line bg-raised px-2.5 py-2">
      <StepHead {...props} />
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
function StepHead({ step, place, isLast, onMove, onRemove }: StepItemProps) {
  const { label, help } = stepKinds[step.kind];
  const name = `step ${place + 1}`;
  return (
    <div className="flex items-center gap-2">
      <span className="min-w-0 flex-1">
        <span className="font-medium">
          {place + 1}. {label}
        </span>
        <span className="text-ink-3 text-xs max-sm:hidden"> · {help}</span>
      </span>
      <IconButton
        size="sm"
        icon={ArrowUp}
        label={`Move ${name} up`}
        disabled={place === 0}
        onClick={() => onMove(-1)}
      />
      <IconButton
        size="sm"
        icon={ArrowDown}
        label={`Move ${name} down`}
        disabled={isLast}
        onClick={() => onMove(1)}
      />
      <IconButton size="sm" icon={Trash2} label={`Remove ${name}`} onClick={onRemove} />
    </div>
  );
}
