"use client";

import { useWatch } from "react-hook-form";
import { FormSection } from "@/components/integrations/form-section";
import { groupedEntities, recordNouns } from "@/components/records/record-nouns";
import { useCatalogue, useConnections } from "@/components/sync/use-connections";
import { Chip } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { EventPicker } from "@/components/webhooks/event-picker";
import { chosen, type FieldsProps } from "./channel-form";
import { HttpAddress } from "./http-address";
import { errorAt } from "./use-channel-form";

const kinds = [
  { value: "mllp", label: "HL7 v2 messages", detail: "of senders, over MLLP" },
  { value: "http", label: "What is posted", detail: "to an address of this channel" },
  { value: "event", label: "Events", detail: "records that change here, syncs that end" },
  { value: "sync", label: "Synced records", detail: "that an integration changed here" },
] as const;

type SourceFieldsProps = FieldsProps & { channelId?: string };

/** Where messages come from. */
export function SourceFields({ form, channelId }: SourceFieldsProps) {
  const kind = useWatch({ control: form.control, name: "source.kind" });
  return (
    <FormSection title="Source" help="Which messages come into the channel. They go on to others as well.">
      <Field label="Takes">
        <Select
          options={kinds}
          value={kind}
          onChange={(next) => form.setValue("source.kind", next, chosen)}
        />
      </Field>
      {kind === "mllp" ? <SenderFields form={form} /> : null}
      {kind === "http" ? <HttpAddress channelId={channelId} /> : null}
      {kind === "event" ? <EventFields form={form} /> : null}
      {kind === "sync" ? <EntityFields form={form} /> : null}
    </FormSection>
  );
}

function SenderFields({ form }: FieldsProps) {
  return (
    <>
      <IntegrationChoice form={form} label="Sender" any="Every sender" ofSenders />
      <Field
        label="Types"
        optional
        error={errorAt(form, "source.types")}
        help="Such as ADT^A04, ORU: ADT takes all of its kind. Empty takes every type"
      >
        <Input autoComplete="off" spellCheck={false} {...form.register("source.types")} />
      </Field>
    </>
  );
}

const anyOne = "any";

type IntegrationChoiceProps = FieldsProps & {
  label: string;
  /** What it is called where none is chosen. */
  any: string;
  /** Only systems that send by themselves. */
  ofSenders?: boolean;
};

function IntegrationChoice({ form, label, any, ofSenders = false }: IntegrationChoiceProps) {
  const { data: connections = [] } = useConnections();
  const { data: catalogue = [] } = useCatalogue();
  const current = useWatch({ control: form.control, name: "source.integrationId" });
  const senders = catalogue.filter(({ canBePulled }) => !canBePulled).map(({ id }) => id);
  const fitting = connections.filter(({ connectorId }) => !ofSenders || senders.includes(connectorId));
  const options = [
    { value: anyOne, label: any },
    ...fitting.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Field label={label} error={errorAt(form, "source.integrationId")}>
      <Select
        options={options}
        value={current || anyOne}
        placeholder="One that is gone"
        onChange={(id) => form.setValue("source.integrationId", id === anyOne ? "" : id, chosen)}
      />
    </Field>
  );
}

function EventFields({ form }: FieldsProps) {
  const events = useWatch({ control: form.control, name: "source.events" });
  const put = (next: string[]) => form.setValue("source.events", next, chosen);
  const isEvery = events.includes("*");
  return (
    <Field
      label="Events"
      error={errorAt(form, "source.events")}
      help={isEvery ? undefined : "patient.* takes all of a kind, also types that are added later"}
    >
      <div className="grid gap-2.5">
        <Switch
          label="Every event, also those that are added later"
          checked={isEvery}
          onChange={(event) => put(event.target.checked ? ["*"] : [])}
        />
        {isEvery ? null : <EventPicker events={events} onChange={put} />}
      </div>
    </Field>
  );
}

function EntityFields({ form }: FieldsProps) {
  const entities = useWatch({ control: form.control, name: "source.entities" });
  const isTaken = (entity: (typeof groupedEntities)[number]) => entities.includes(entity);
  return (
    <>
      <IntegrationChoice form={form} label="Changed by" any="Every integration" />
      <Field label="Records" error={errorAt(form, "source.entities")}>
        <div className="flex flex-wrap gap-1.25">
          {groupedEntities.map((entity) => (
            <Chip
              key={entity}
              multiple
              pressed={isTaken(entity)}
              onClick={() => {
                const next = groupedEntities.filter((each) => isTaken(each) !== (each === entity));
                form.setValue("source.entities", next, chosen);
              }}
            >
              {recordNouns[entity].many}
            </Chip>
          ))}
        </div>
      </Field>
    </>
  );
}
