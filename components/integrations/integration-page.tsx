"use client";

import { MappingTab } from "@/components/mapping/mapping-tab";
import { ReadFailed } from "@/components/read-failed";
import { Sheet, SheetBody, SheetHead } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { useSyncLive } from "@/components/sync/use-sync-live";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { useAddress } from "@/components/ui/use-address";
import type { IntegrationView } from "@/lib/integrations/schema";
import type { ConnectorView } from "@/lib/integrations/view";
import { DangerZone } from "./danger-zone";
import { IntegrationButtons } from "./integration-buttons";
import { IntegrationEntities } from "./integration-entities";
import { IntegrationEvents } from "./integration-events";
import { IntegrationKeys } from "./integration-keys";
import { IntegrationOverview } from "./integration-overview";
import { IntegrationSettings } from "./integration-settings";
import { useConnectors, useIntegration, useIntegrationsLive } from "./use-integrations";

const trail = [{ label: "Integrations", href: "/integrations" }];

const tabLabels = {
  overview: "Overview",
  settings: "Settings",
  records: "Records",
  mapping: "Mapping",
  events: "Events",
  keys: "Keys",
  danger: "Danger zone",
} as const;
type TabId = keyof typeof tabLabels;
const tabIds: readonly TabId[] = ["overview", "settings", "records", "mapping", "events", "keys", "danger"];

/** One integration: how it does, its settings, its story, its keys, its end. */
export function IntegrationPage({ id }: { id: string }) {
  const integration = useIntegration(id);
  const connectors = useConnectors();
  useIntegrationsLive();
  useSyncLive();
  const error = integration.error ?? connectors.error;
  if (integration.data && connectors.data) {
    const connector = connectors.data.find((each) => each.id === integration.data.connectorId);
    return <Integration integration={integration.data} connector={connector} />;
  }
  return (
    <Sheet>
      <SheetHead title="Integration" trail={trail} />
      <SheetBody padded={error !== null}>
        {error ? (
          <ReadFailed
            what="The integration"
            right="read integrations"
            error={error}
            onRetry={() => void Promise.all([integration.refetch(), connectors.refetch()])}
          />
        ) : (
          <SkeletonRows label="Loading the integration" />
        )}
      </SheetBody>
    </Sheet>
  );
}

type IntegrationProps = {
  integration: IntegrationView;
  /** Missing when this version of Carelane does not have it any more. */
  connector?: ConnectorView;
};

function Integration({ integration, connector }: IntegrationProps) {
  const { values } = useAddress();
  const mayChange = usePermission("integrations:write");
  const isShown: Record<TabId, boolean> = {
    overview: true,
    settings: connector !== undefined,
    records: true,
    mapping: connector !== undefined,
    events: true,
    keys: connector?.needsSigningKey === true,
    danger: mayChange,
  };
  const shown = tabIds.filter((each) => isShown[each]);
  const current = shown.find((each) => each === values.get("tab")) ?? "overview";
  const place = `/integrations/${integration.id}`;
  return (
    <Sheet>
      <SheetHead
        title={integration.name}
        trail={trail}
        tabs={shown.map((each) => ({
          id: each,
          label: tabLabels[each],
          href: each === "overview" ? place : `${place}?tab=${each}`,
        }))}
        currentTab={current}
        actions={
          <IntegrationButtons
            integration={integration}
            primary={current !== "settings" && current !== "mapping"}
          />
        }
      />
      <Tab id={current} integration={integration} connector={connector} />
    </Sheet>
  );
}

function Tab({ id, integration, connector }: IntegrationProps & { id: TabId }) {
  switch (id) {
    case "overview":
      return <IntegrationOverview integration={integration} connector={connector} />;
    case "settings":
      return connector ? <IntegrationSettings integration={integration} connector={connector} /> : null;
    case "records":
      return <IntegrationEntities integration={integration} connector={connector} />;
    case "mapping":
      return connector ? <MappingTab integration={integration} connector={connector} /> : null;
    case "events":
      return <IntegrationEvents integration={integration} />;
    case "keys":
      return connector ? <IntegrationKeys integration={integration} connector={connector} /> : null;
    case "danger":
      return <DangerZone integration={integration} />;
  }
}
