"use client";

import { ChoiceChip } from "@/components/ui/choice-chip";
import { useConnections } from "./use-connections";

type SystemChipProps = {
  /** Id of the integration that the list is narrowed to. */
  value: string | null;
  onChange: (changes: { system: string | null }) => void;
};

/** Narrows a list to one of the connected systems. */
export function SystemChip({ value, onChange }: SystemChipProps) {
  const { data: connections = [] } = useConnections();
  const systems = connections.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <ChoiceChip label="System" options={systems} value={value} onChange={(system) => onChange({ system })} />
  );
}
