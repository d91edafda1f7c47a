"use client";

import { FilterBar } from "@/components/shell/sheet";
import { ChoiceChip } from "@/components/ui/choice-chip";
import { integrationStatuses } from "@/lib/integrations/schema";
import { statusWords } from "./integration-state";
import { useConnectors } from "./use-integrations";

const states = integrationStatuses.map((value) => ({ value, label: statusWords[value] }));

type IntegrationFiltersProps = {
  status?: string;
  connectorId?: string;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
};

/** What the list is narrowed to; each chip is a value of the address. */
export function IntegrationFilters({ status, connectorId, onChange }: IntegrationFiltersProps) {
  const { data: connectors = [] } = useConnectors();
  return (
    <FilterBar>
      <ChoiceChip
        label="State"
        options={states}
        value={status ?? null}
        onChange={(value) => onChange({ status: value })}
      />
      <ChoiceChip
        label="Connector"
        options={connectors.map(({ id, name }) => ({ value: id, label: name }))}
        value={connectorId ?? null}
        onChange={(value) => onChange({ connector: value })}
      />
    </FilterBar>
  );
}
