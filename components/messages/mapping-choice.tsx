"use client";

import { Field } from "@/components/ui/field";
import { Segments } from "@/components/ui/segments";
import { type ReplayMapping, replayMappings } from "@/lib/messages/schema";
import { mappingWords } from "./message-words";

const options = replayMappings.map((value) => ({ value, label: mappingWords[value].label }));

type MappingChoiceProps = { value: ReplayMapping; onChange: (value: ReplayMapping) => void };

/** With which field mappings a message is replayed. */
export function MappingChoice({ value, onChange }: MappingChoiceProps) {
  return (
    <Field label="Field mapping" help={mappingWords[value].means}>
      <Segments options={options} value={value} onChange={onChange} />
    </Field>
  );
}
