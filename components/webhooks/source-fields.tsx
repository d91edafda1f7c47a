"use client";

import { useWatch } from "react-hook-form";
import { useIntegrations } from "@/components/shell/use-integrations";
import { useCatalogue, useConnections } from "@/components/sync/use-connections";
import { Chip } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { chosen, type FieldsProps } from "./webhook-form";

/** Everything, or what came by a vendor's integrations or by one of them. */
function useSources(current: string) {
  const { data: connections = [] } = useConnections();
  const { data: catalogue = [] } = useCatalogue();
  const vendors = catalogue.filter(({ id }) => connections.some(({ connectorId }) => connectorId === id));
  const options = [
    { value: "all", label: "Everywhere", detail: "all integrations, and Carelane itself" },
    ...connections.map(({ id, name }) => ({ value: `integration:${id}`, label: name })),
    ...vendors.map(({ id, name }) => ({
      value: `vendor:${id}`,
      label: `All of ${name}`,
      detail: "also integrations added later",
    })),
  ];
  const isListed = options.some(({ value }) => value === current);
  return isListed ? options : [...options, { value: current, label: "One that is gone" }];
}

/** Whose events are told, and which integrations are left of them. */
export function SourceFields({ form }: FieldsProps) {
  const [source, integrationIds, clinicIds] = useWatch({
    control: form.control,
    name: ["source", "integrationIds", "clinicIds"],
  });
  const options = useSources(source);
  const isNarrow = source !== "all" || integrationIds.length > 0;
  return (
    <>
      <Field
        label="From"
        error={form.formState.errors.source?.message}
        help={isNarrow ? "What people change in Carelane itself is left out" : undefined}
      >
        <Select options={options} value={source} onChange={(next) => form.setValue("source", next, chosen)} />
      </Field>
      {source.startsWith("integration:") && integrationIds.length === 0 ? null : (
        <OnlyIntegrations form={form} integrationIds={integrationIds} />
      )}
      <Field
        label="Only messages for which this holds"
        optional
        error={form.formState.errors.expression?.message}
        help={
          <>
            JSONata over the whole message, such as{" "}
            <code className="font-mono">data.record.status = "final"</code>
          </>
        }
      >
        <TextArea rows={2} {...form.register("expression")} />
      </Field>
      {clinicIds.length > 0 ? (
        <p className="text-ink-3 text-xs">
          Filtered to {clinicIds.length === 1 ? "one clinic" : `${clinicIds.length} clinics`} through the API.
          This stays.
        </p>
      ) : null}
    </>
  );
}

function OnlyIntegrations({ form, integrationIds }: FieldsProps & { integrationIds: readonly string[] }) {
  const integrations = useIntegrations();
  if (integrations.length < 2 && integrationIds.length === 0) return null;
  const toggle = (id: string) => {
    const rest = integrationIds.filter((each) => each !== id);
    const next = rest.length < integrationIds.length ? rest : [...rest, id];
    form.setValue("integrationIds", next, chosen);
  };
  const gone = integrationIds.filter((id) => !integrations.some((each) => each.id === id));
  const listed = [...integrations, ...gone.map((id) => ({ id, name: "One that is gone" }))];
  return (
    <Field
      label="Only these integrations"
      optional
      error={form.formState.errors.integrationIds?.message}
      help="None chosen lets all through"
    >
      <div className="flex flex-wrap gap-1.25">
        {listed.map(({ id, name }) => (
          <Chip key={id} multiple pressed={integrationIds.includes(id)} onClick={() => toggle(id)}>
            {name}
          </Chip>
        ))}
      </div>
    </Field>
  );
}
