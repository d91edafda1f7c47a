"use client";

import type { ReactNode } from "react";
import { canSync } from "@/components/sync/can-sync";
import { Banner } from "@/components/ui/banner";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { IntegrationView } from "@/lib/integrations/schema";
import type { ConnectorView } from "@/lib/integrations/view";
import { scopesFor } from "./connector-words";
import { EntityChoices } from "./entity-choices";
import { FormSection } from "./form-section";
import { ScheduleFields } from "./schedule-fields";
import { SettingsField } from "./settings-field";
import type { SettingsFormState, SettingsRequest } from "./use-settings-form";
import { AskedScopes, PublicKeys } from "./vendor-permissions";

type IntegrationFormProps = {
  id: string;
  connector: ConnectorView;
  /** As it is; left out for a new one. */
  integration?: IntegrationView;
  state: SettingsFormState;
  /** Answers when the settings were taken. */
  onSend: (request: SettingsRequest) => Promise<void>;
  /** For those who may only look. */
  readOnly?: boolean;
  /** Above the form, such as what to do about a refusal. */
  children?: ReactNode;
};

/** Every setting of an integration, drawn from what its connector declares. */
export function IntegrationForm(props: IntegrationFormProps) {
  const { id, connector, integration, state, onSend, readOnly, children } = props;
  const { form, change } = state;
  return (
    <form
      id={id}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void state.submit(onSend);
      }}
    >
      {children}
      {state.complaint ? (
        <div className="px-4.5 pt-4.5">
          <Banner tone="bad">{state.complaint}</Banner>
        </div>
      ) : null}
      <fieldset disabled={readOnly}>
        <NameAndSignIn connector={connector} integration={integration} state={state} />
        <FormSection
          title="Records"
          help={
            canSync(connector)
              ? "What is synchronised, and which way. In is from there to Carelane, out is the other way."
              : "What its messages tell of and is kept as records here. Messages are kept whole, whatever is off."
          }
        >
          <EntityChoices
            connector={connector}
            chosen={form.entities}
            onChange={(entities) => change({ entities })}
          />
        </FormSection>
        <Permissions connector={connector} integration={integration} state={state} />
        {canSync(connector) ? (
          <FormSection title="Sync">
            <ScheduleFields connector={connector} state={state} />
          </FormSection>
        ) : null}
      </fieldset>
    </form>
  );
}

type PartProps = Pick<IntegrationFormProps, "connector" | "integration" | "state">;

function NameAndSignIn({ connector, integration, state }: PartProps) {
  const { form, change, problemAt } = state;
  const { properties, required } = connector.configSchema;
  return (
    <FormSection
      title="Connection"
      help={integration ? undefined : "What is not known yet can be left empty and filled in later."}
    >
      <Field label="Name" error={problemAt("name")} help="How people here call it, such as the site">
        <Input
          value={form.name}
          onChange={(event) => change({ name: event.target.value })}
          autoComplete="off"
        />
      </Field>
      {Object.entries(properties).map(([name, property]) => (
        <SettingsField
          key={name}
          name={name}
          property={property}
          isRequired={required.includes(name)}
          value={form.credentials[name] ?? null}
          kept={integration?.credentials[name]}
          error={problemAt(`credentials.${name}`)}
          onChange={(value) => change({ credentials: { ...form.credentials, [name]: value } })}
        />
      ))}
    </FormSection>
  );
}

function Permissions({ connector, integration, state }: PartProps) {
  const scopes = scopesFor(connector, state.form.entities, state.form.realTime);
  if (!connector.needsSigningKey && scopes.length === 0) return null;
  return (
    <FormSection title={`At ${connector.name}`}>
      <PublicKeys connector={connector} url={integration?.publicKeysUrl ?? null} />
      <AskedScopes connector={connector} scopes={scopes} />
    </FormSection>
  );
}
