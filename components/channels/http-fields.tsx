"use client";

import { Plus, X } from "lucide-react";
import { useFieldArray, useWatch } from "react-hook-form";
import { Button, IconButton } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SecretInput } from "@/components/ui/secret-input";
import { Segments } from "@/components/ui/segments";
import { StatusShape } from "@/components/ui/status-shape";
import type { DestinationProps } from "./channel-form";
import { chosen } from "./channel-form";
import { newHeader } from "./destination-form";
import { errorAt } from "./use-channel-form";

const methods = [
  { value: "POST", label: "POST" },
  { value: "PUT", label: "PUT" },
] as const;

/** An HTTP address, with the headers that it wants. */
export function HttpFields({ form, index }: DestinationProps) {
  const at = `destinations.${index}` as const;
  const method = useWatch({ control: form.control, name: `${at}.method` });
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_150px] gap-3 max-sm:grid-cols-1">
        <Field
          label="Address"
          error={errorAt(form, `${at}.url`)}
          help="Private networks are refused unless an administrator opened them"
        >
          <Input
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://lab.example/hl7"
            {...form.register(`${at}.url`)}
          />
        </Field>
        <Field label="Method">
          <Segments
            options={methods}
            value={method}
            onChange={(next) => form.setValue(`${at}.method`, next, chosen)}
          />
        </Field>
      </div>
      <Headers form={form} index={index} />
    </>
  );
}

function Headers({ form, index }: DestinationProps) {
  const at = `destinations.${index}.headers` as const;
  const { fields, append, remove } = useFieldArray({ control: form.control, name: at });
  const error = errorAt(form, at);
  return (
    <fieldset>
      <legend className="mb-1.25 font-medium text-sm">
        Headers <span className="font-normal text-ink-3">(optional)</span>
      </legend>
      <div className="grid gap-1.5">
        {fields.map(({ id, value: { kept } }, n) => (
          <div key={id} className="flex items-center gap-1.5">
            <Input
              aria-label={`Name of header ${n + 1}`}
              placeholder="Authorization"
              autoComplete="off"
              spellCheck={false}
              className="max-w-2/5"
              {...form.register(`${at}.${n}.name`)}
            />
            <SecretInput
              aria-label={`Value of header ${n + 1}`}
              keptEnding={kept ? (kept.hint ?? "").replace("…", "") : undefined}
              {...form.register(`${at}.${n}.value.text`)}
            />
            <IconButton size="sm" icon={X} label={`Remove header ${n + 1}`} onClick={() => remove(n)} />
          </div>
        ))}
      </div>
      {error ? (
        <p role="alert" className="mt-1.25 flex items-center gap-1.25 text-bad-ink text-xs">
          <StatusShape shape="bad" />
          {error}
        </p>
      ) : null}
      <Button size="sm" icon={Plus} className="mt-1.5" onClick={() => append(newHeader)}>
        Add header
      </Button>
      <p className="mt-1.25 text-ink-3 text-xs">Values are kept sealed and never shown again.</p>
    </fieldset>
  );
}
