"use client";

import type { UseFormReturn } from "react-hook-form";
import { Banner } from "@/components/ui/banner";
import { Field } from "@/components/ui/field";
import { Segments } from "@/components/ui/segments";
import { Select, type SelectOption } from "@/components/ui/select";
import { directionWords, entityWord, systemName } from "./job-words";
import { OnePatient } from "./one-patient";
import { consequences, offerOf, type StartForm, startFormFor } from "./start-request";
import type { CatalogueEntry, Connection } from "./use-connections";

const modes = [
  { value: "changes", label: "Changes" },
  { value: "everything", label: "Everything" },
] as const;

type StartSyncFieldsProps = {
  form: UseFormReturn<StartForm>;
  connections: readonly Connection[];
  catalogue: readonly CatalogueEntry[];
};

/** Every choice depends on the integration: it offers only what that can do, and says what will happen. */
export function StartSyncFields({ form, connections, catalogue }: StartSyncFieldsProps) {
  const values = form.watch();
  const { connectorName, entities, chosen, directions } = offerOf(values, connections, catalogue);
  const { errors } = form.formState;
  const chooseIntegration = (id: string) => {
    const connection = connections.find((each) => each.id === id);
    if (connection) form.reset(startFormFor(connection));
  };
  return (
    <>
      <Field label="Integration" error={errors.integrationId?.message}>
        <Select
          options={connectionOptions(connections, catalogue)}
          value={values.integrationId}
          onChange={chooseIntegration}
        />
      </Field>
      <Field label="Records" error={errors.records?.message}>
        <Choice
          options={[
            { value: "all", label: "All" },
            ...entities.map(({ entity }) => ({ value: entity, label: entityWord(entity) })),
          ]}
          value={values.records}
          onChange={(records) => form.setValue("records", records)}
        />
      </Field>
      <div className="grid grid-cols-2 gap-3.5 max-sm:grid-cols-1">
        {directions.length > 1 ? (
          <Field label="Direction" error={errors.direction?.message}>
            <Segments
              options={directions.map((value) => ({ value, label: directionWords[value] }))}
              value={values.direction}
              onChange={(direction) => form.setValue("direction", direction)}
            />
          </Field>
        ) : null}
        <Field label="Mode">
          <Segments options={modes} value={values.mode} onChange={(mode) => form.setValue("mode", mode)} />
        </Field>
      </div>
      <OnePatient form={form} connectorName={connectorName} />
      <Banner tone="run">{consequences(values, chosen, connectorName).join(" ")}</Banner>
    </>
  );
}

function connectionOptions(
  connections: readonly Connection[],
  catalogue: readonly CatalogueEntry[],
): SelectOption<string>[] {
  return connections.map(({ id, name, connectorId }) => {
    const { connector, site } = systemName(
      catalogue.find((each) => each.id === connectorId)?.name ?? entityWord(connectorId),
      name,
    );
    return { value: id, label: connector, detail: site ?? undefined };
  });
}

type ChoiceProps = {
  options: readonly { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
};

/** Two or three choices in sight, more in a list. */
function Choice(props: ChoiceProps) {
  return props.options.length > 3 ? <Select {...props} /> : <Segments {...props} />;
}
