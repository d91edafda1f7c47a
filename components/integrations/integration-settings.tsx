"use client";

import { useId, useState } from "react";
import { ApiError } from "@/components/api";
import { SheetBody } from "@/components/shell/sheet";
import { usePermission, useWorkspace } from "@/components/shell/workspace-context";
import { canSync } from "@/components/sync/can-sync";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toaster";
import type { IntegrationView } from "@/lib/integrations/schema";
import type { ConnectorView } from "@/lib/integrations/view";
import { IntegrationForm } from "./integration-form";
import { sameSettings } from "./settings-form";
import { useIntegrationCalls, useReadIntegrationAgain } from "./use-integrations";
import { useSettingsForm } from "./use-settings-form";

type IntegrationSettingsProps = { integration: IntegrationView; connector: ConnectorView };

/** The settings as a form. It begins anew after each save, and when somebody else's change is taken over. */
export function IntegrationSettings({ integration, connector }: IntegrationSettingsProps) {
  const [beginning, setBeginning] = useState(integration);
  const [isTakingOver, setTakingOver] = useState(false);
  const readAgain = useReadIntegrationAgain(integration.id);
  if (isTakingOver && integration !== beginning) {
    setTakingOver(false);
    setBeginning(integration);
  }
  return (
    <SettingsForm
      key={beginning.updatedAt}
      connector={connector}
      beginning={beginning}
      present={integration}
      onSaved={setBeginning}
      onTakeOver={() => {
        setTakingOver(true);
        void readAgain();
      }}
    />
  );
}

type SettingsFormProps = {
  connector: ConnectorView;
  /** What the form began with. */
  beginning: IntegrationView;
  /** As it is known now. */
  present: IntegrationView;
  onSaved: (integration: IntegrationView) => void;
  onTakeOver: () => void;
};

function SettingsForm({ connector, beginning, present, onSaved, onTakeOver }: SettingsFormProps) {
  const id = useId();
  const mayChange = usePermission("integrations:write");
  const { organization } = useWorkspace();
  const { change } = useIntegrationCalls();
  const state = useSettingsForm({ connector, integration: beginning, timeZone: organization.timeZone });
  const isOutdated = state.refusal instanceof ApiError && state.refusal.code === "integration_changed";
  return (
    <>
      <SheetBody>
        <div className="mx-auto max-w-180">
          <IntegrationForm
            id={id}
            connector={connector}
            integration={beginning}
            state={state}
            readOnly={!mayChange}
            onSend={async (request) => {
              // A new status outdates nothing of what is shown here.
              const seen = sameSettings(beginning, present) ? present : beginning;
              const saved = await change(seen, request);
              notify({ title: `${saved.name} is saved`, detail: savedWords(saved, connector) });
              onSaved(saved);
            }}
          >
            {mayChange ? null : (
              <div className="px-4.5 pt-4.5">
                <Banner tone="run">Changing them needs the right to manage integrations.</Banner>
              </div>
            )}
            {isOutdated ? (
              <div className="flex justify-end px-4.5 pt-4.5">
                <Button onClick={onTakeOver}>Show the present settings</Button>
              </div>
            ) : null}
          </IntegrationForm>
        </div>
      </SheetBody>
      {mayChange ? (
        <footer className="flex min-h-12 flex-none items-center gap-3 border-line border-t py-1.5 pr-3 pl-4.5 text-ink-3 text-xs">
          <span className="max-sm:sr-only">
            {state.isChanged ? "Not saved yet" : "Everything is saved"}. Secrets are kept sealed and never
            shown again.
          </span>
          <Button variant="primary" type="submit" form={id} loading={state.sending} className="ml-auto">
            Save settings
          </Button>
        </footer>
      ) : null}
    </>
  );
}

function savedWords({ status }: IntegrationView, connector: ConnectorView): string {
  if (status === "configuring") return "Test it, then activate it";
  return canSync(connector) ? "Takes effect with the next sync" : "Takes effect with its next message";
}
