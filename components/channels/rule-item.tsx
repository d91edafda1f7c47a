"use client";

import { useWatch } from "react-hook-form";
import { stepWords } from "@/components/mapping/step-kinds";
import { StepList } from "@/components/mapping/step-list";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FoldableItem } from "@/components/ui/foldable-item";
import { Input } from "@/components/ui/input";
import { OrderButtons, type OrderButtonsProps } from "@/components/ui/order-buttons";
import { chosen, type FieldsProps, type RuleForm } from "./channel-form";
import { errorAt } from "./use-channel-form";

type RuleItemProps = FieldsProps &
  Omit<OrderButtonsProps, "name" | "isFirst"> & {
    /** Its place, counted from 0. */
    index: number;
    isOpen: boolean;
    onToggle: () => void;
  };

/** One rule: a line that says it all, and its form when it is open. */
export function RuleItem({ form, index, isOpen, onToggle, ...tools }: RuleItemProps) {
  const rule = useWatch({ control: form.control, name: `rules.${index}` });
  return (
    <FoldableItem
      line={<RuleLine rule={rule} />}
      isOpen={isOpen}
      onToggle={onToggle}
      isWrong={form.getFieldState(`rules.${index}`, form.formState).invalid}
      tools={<OrderButtons name={rule.target || "the new rule"} isFirst={index === 0} {...tools} />}
    >
      <RuleFields form={form} index={index} />
    </FoldableItem>
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
        // A step that was just added is not wrong yet for being empty.
        onChange={(next) =>
          form.setValue(`${rule}.steps`, next, { ...chosen, shouldValidate: wrongSteps !== undefined })
        }
      />
      <Checkbox
        label="Required"
        help="A message in which it is empty fails and is not sent."
        {...form.register(`${rule}.required`)}
      />
    </div>
  );
}
