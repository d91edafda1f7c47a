"use client";

import { useWatch } from "react-hook-form";
import { FormSection } from "@/components/integrations/form-section";
import { Chip } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import type { ChannelSource } from "@/lib/channels/schema";
import { chosen, type FieldsProps } from "./channel-form";
import { filterExamples } from "./filter-examples";
import { errorAt } from "./use-channel-form";

/** Which messages go on. */
export function FilterFields({ form }: FieldsProps) {
  const [kind, filter] = useWatch({ control: form.control, name: ["source.kind", "filter"] });
  return (
    <FormSection title="Filter" help="A message for which it does not hold stops here, and says so.">
      <Field
        label="Only messages for which this holds"
        optional
        error={errorAt(form, "filter")}
        help="JSONata. Empty lets all through"
      >
        <TextArea rows={3} {...form.register("filter")} />
      </Field>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would ask for a legend of its own above the line. */}
      <div role="group" aria-label="Examples" className="-mt-1.5 flex flex-wrap items-center gap-1.25">
        <span className="text-ink-3 text-xs">Examples</span>
        {filterExamples[kind].map((example) => (
          <Chip
            key={example.label}
            pressed={filter === example.filter}
            onClick={() => form.setValue("filter", example.filter, chosen)}
          >
            {example.label}
          </Chip>
        ))}
      </div>
      <WhatItSees kind={kind} />
    </FormSection>
  );
}

const place = "rounded-xs bg-sunken px-1 font-mono text-xs";

/** What an expression finds in a message. */
function WhatItSees({ kind }: Pick<ChannelSource, "kind">) {
  return (
    <details className="text-ink-2">
      <summary className="cursor-pointer text-ink-3 text-xs">What it sees</summary>
      <ul className="mt-1.5 grid list-disc gap-1 pl-4.5 text-pretty">
        {kind === "mllp" || kind === "http" ? (
          <li>
            HL7 v2 by its places: <code className={place}>PID.`5.1`</code> is the family name,{" "}
            <code className={place}>PID.`3(2).1`</code> the second identifier,{" "}
            <code className={place}>OBX[`3.1` = "2345-7"].`5`</code> every value of one test.
          </li>
        ) : null}
        {kind === "event" || kind === "sync" ? (
          <li>
            An event as webhooks tell it: <code className={place}>type</code>,{" "}
            <code className={place}>timestamp</code> and <code className={place}>data</code>, with the record
            whole in <code className={place}>data.record</code>.
          </li>
        ) : null}
        {kind === "http" ? <li>JSON as it was posted.</li> : null}
        <li>
          <code className={place}>fhir</code>: the same as FHIR R4, HL7 v2 as a Bundle. It is made only where
          the filter names it.
        </li>
      </ul>
    </details>
  );
}
