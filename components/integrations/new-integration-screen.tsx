"use client";

import { useRouter } from "next/navigation";
import { useId } from "react";
import { ReadFailed } from "@/components/read-failed";
import { Sheet, SheetBody, SheetHead } from "@/components/shell/sheet";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { notify } from "@/components/ui/toaster";
import { useAddress } from "@/components/ui/use-address";
import type { ConnectorView } from "@/lib/integrations/view";
import { ConnectorCatalogue } from "./connector-catalogue";
import { ApprovalNote, ConnectorFacts } from "./connector-facts";
import { IntegrationForm } from "./integration-form";
import { useConnectors, useIntegrationCalls } from "./use-integrations";
import { useSettingsForm } from "./use-settings-form";

const integrations = { label: "Integrations", href: "/integrations" };
const catalogue = { label: "Add integration", href: "/integrations/new" };

/** Choosing a connector, then its settings. What is saved goes on as an integration that is being set up. */
export function NewIntegrationScreen() {
  const { values } = useAddress();
  const { data: connectors, error, refetch } = useConnectors();
  const connector = connectors?.find(({ id }) => id === values.get("connector"));
  if (connector) return <NewIntegration key={connector.id} connector={connector} />;
  return (
    <Sheet>
      <SheetHead title="Add integration" trail={[integrations]} />
      <SheetBody>
        {connectors ? (
          <ConnectorCatalogue connectors={connectors} />
        ) : error ? (
          <div className="p-4.5">
            <ReadFailed what="The catalogue" right="read integrations" error={error} onRetry={refetch} />
          </div>
        ) : (
          <SkeletonRows label="Loading the catalogue" />
        )}
      </SheetBody>
    </Sheet>
  );
}

function NewIntegration({ connector }: { connector: ConnectorView }) {
  const router = useRouter();
  const id = useId();
  const { organization } = useWorkspace();
  const { create } = useIntegrationCalls();
  const state = useSettingsForm({ connector, timeZone: organization.timeZone });
  return (
    <Sheet>
      <SheetHead
        title={connector.name}
        trail={[integrations, catalogue]}
        actions={
          <Button variant="primary" type="submit" form={id} loading={state.sending}>
            Save and go on
          </Button>
        }
      />
      <SheetBody>
        <div className="mx-auto grid max-w-270 grid-cols-[minmax(0,1fr)_340px] max-lg:grid-cols-1">
          <aside
            aria-label={`About ${connector.name}`}
            className="order-2 grid content-start gap-4 border-line border-l p-4.5 max-lg:order-none max-lg:border-b max-lg:border-l-0 max-sm:p-3.5"
          >
            <ApprovalNote connector={connector} />
            <ConnectorFacts connector={connector} />
          </aside>
          <IntegrationForm
            id={id}
            connector={connector}
            state={state}
            onSend={async (request) => {
              const made = await create({ ...request, connectorId: connector.id });
              notify({ title: `${made.name} is saved`, detail: "It is used once it is tested and active" });
              router.push(`/integrations/${made.id}`);
            }}
          />
        </div>
      </SheetBody>
    </Sheet>
  );
}
