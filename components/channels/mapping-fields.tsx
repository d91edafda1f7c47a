"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useFieldArray, useWatch } from "react-hook-form";
import { FormSection } from "@/components/integrations/form-section";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { channelOutputs } from "@/lib/channels/schema";
import { chosen, type FieldsProps, newRule } from "./channel-form";
import { outputWords } from "./channel-words";
import { RuleItem } from "./rule-item";
import { errorAt } from "./use-channel-form";

const outputs = channelOutputs.map((value) => ({ value, label: outputWords[value].label }));

/** What a message becomes: first the form, then single places. */
export function MappingFields({ form }: FieldsProps) {
  const to = useWatch({ control: form.control, name: "to" });
  return (
    <FormSection
      title="Mapping"
      help="What goes out. First the whole is converted, then rules write places anew."
    >
      <Field label="Becomes" error={errorAt(form, "to")} help={outputWords[to].help}>
        <Select options={outputs} value={to} onChange={(next) => form.setValue("to", next, chosen)} />
      </Field>
      <Rules form={form} />
    </FormSection>
  );
}

function Rules({ form }: FieldsProps) {
  const { fields, append, move, remove } = useFieldArray({ control: form.control, name: "rules" });
  const [open, setOpen] = useState<number | null>(null);
  const add = () => {
    append(newRule);
    setOpen(fields.length);
  };
  const moveBy = (index: number, by: 1 | -1) => {
    move(index, index + by);
    setOpen(open === index ? index + by : null);
  };
  return (
    <section aria-label="Rules">
      <h3 className="mb-1.25 font-medium text-sm">Rules</h3>
      {fields.length === 0 ? <p className="text-ink-3 text-xs">None: nothing is written anew.</p> : null}
      <ol aria-label="Rules" className="rounded-md border border-line-strong empty:hidden">
        {fields.map(({ id }, index) => (
          <RuleItem
            key={id}
            form={form}
            index={index}
            isOpen={open === index}
            onToggle={() => setOpen(open === index ? null : index)}
            isLast={index === fields.length - 1}
            onMove={(by) => moveBy(index, by)}
            onRemove={() => {
              remove(index);
              setOpen(null);
            }}
          />
        ))}
      </ol>
      <Button size="sm" icon={Plus} className="mt-2" onClick={add}>
        Add rule
      </Button>
    </section>
  );
}
