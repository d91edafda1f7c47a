"use client";

import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, Trash2 } from "lucide-react";
import { useId } from "react";
import { useWatch } from "react-hook-form";
import { stepWords } from "@/components/mapping/step-kinds";
import { StepList } from "@/components/mapping/step-list";
import { IconButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { StatusShape } from "@/components/ui/status-shape";
import { chosen, type FieldsProps, type RuleForm } from "./channel-form";
import { errorAt } from "./use-channel-form";

type RuleItemProps = FieldsProps & {
  /** Its place, counted from 0. */
  index: number;
  isOpen: boolean;
  onToggle: () => void;
  isLast: boolean;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
};

/** One rule: a line that says it all, and its form when it is open or something is wrong in it. */
export function RuleItem(props: RuleItemProps) {
  const { form, index, isOpen, onToggle } = props;
  const id = useId();
  const rule = useWatch({ control: form.control, name: `rules.${index}` });
  const isWrong = form.getFieldState(`rules.${index}`, form.formState).invalid;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <li className="border-line border-b last:border-b-0">
      <div className="flex items-center gap-1 pr-1.5">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={onToggle}
          className="flex min-h-(--row) min-w-0 flex-1 items-center gap-2 rounded-md px-2.5 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
        >
          <Chevron className="size-3.5 flex-none text-ink-3" />
          <RuleLine rule={rule} />
          {isWrong ? <StatusShape shape="bad" /> : null}
          {isWrong ? <span className="sr-only">Something is wrong in it</span> : null}
        </button>
        <RuleTools {...props} name={rule.target || "the new rule"} />
      </div>
      {isOpen ? (
        <div id={id} className="border-line border-t bg-sunken px-3 py-3">
          <RuleFields form={form} index={index} />
        </div>
      ) : null}
    </li>
  );
}

/** "PID-3.4 ← PID-3.1 · lookup facilities · required". */
function RuleLine({ rule: { target, source, steps, required } }: { rule: RuleForm }) {
  const rest = [...steps.map(stepWords), ...(required ? ["required"] : [])];
  return (
    <span className="min-w-0 flex-1 wrap-anywhere">
      <span className="font-medium font-mono text-xs">{target || "New rule"}</span>{" "}
      <span aria-hidden="true" className="text-ink-3">
        ←
      </span>
      <span className="sr-only">from</span>{" "}
      <span className="font-mono text-xs">{source || "the whole message"}</span>
      {rest.length > 0 ? <span className="text-ink-3 text-xs"> · {rest.join(" · ")}</span> : null}
    </span>
  );
}

function RuleTools({ index, isLast, onMove, onRemove, name }: RuleItemProps & { name: string }) {
  return (
    <span className="flex flex-none">
      <IconButton
        size="sm"
        icon={ArrowUp}
        label={`Move ${name} up`}
        disabled={index === 0}
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
    </span>
  );
}

function RuleFields({ form, index }: FieldsProps & { index: number }) {
  const rule = `rules.${index}` as const;
  const steps = useWatch({ control: form.control, name: `${rule}.steps` });
  const wrongSteps = errorAt(form, `${rule}.steps`);
  return (
    <div className="grid gap-3.5">
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field
          label="Writes"
          error={errorAt(form, `${rule}.target`)}
          help="PID-3.4 in HL7 v2, a JSONPath in anything else"
        >
          <Input autoComplete="off" spellCheck={false} {...form.register(`${rule}.target`)} />
        </Field>
        <Field
          label="Reads"
          optional
          error={errorAt(form, `${rule}.source`)}
          help="The same in the message that came; its whole where empty"
        >
          <Input autoComplete="off" spellCheck={false} {...form.register(`${rule}.source`)} />
        </Field>
      </div>
      <StepList
        isOneWay
        steps={steps}
        problems={wrongSteps ? [{ place: "transform", message: wrongSteps }] : []}
        notices={[]}
        onChange={(next) => form.setValue(`${rule}.steps`, next, chosen)}
      />
      <Checkbox
        label="Required"
        help="A message in which it is empty fails and is not sent."
        {...form.register(`${rule}.required`)}
      />
    </div>
  );
}
