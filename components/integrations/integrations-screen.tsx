"use client";

import { Plug, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { apiPath } from "@/components/api";
import { ExportLink } from "@/components/export-link";
import { ListBody } from "@/components/list-body";
import { Sheet, SheetHead } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { Button, LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import { useAddress } from "@/components/ui/use-address";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import { IntegrationFilters } from "./integration-filters";
import { byNeed } from "./integration-state";
import { IntegrationSums } from "./integration-sums";
import { IntegrationTable } from "./integration-table";
import { useIntegrationList, useIntegrationsLive } from "./use-integrations";

/** The systems that Carelane is connected with: how each does, and what can be done about it. */
export function IntegrationsScreen() {
  const { values, change } = useAddress();
  const filters = {
    status: values.get("status") ?? undefined,
    connectorId: values.get("connector") ?? undefined,
  };
  const query = useIntegrationList(filters);
  useIntegrationsLive();
  const integrations = byNeed(query.data?.pages.flatMap((page) => page.data) ?? []);
  const isFiltered = filters.status !== undefined || filters.connectorId !== undefined;
  return (
    <Sheet>
      <SheetHead
        title="Integrations"
        actions={
          <>
            <ExportLink
              href={apiPath("/api/integrations", { ...filters, format: "csv" })}
              className="max-sm:hidden"
            />
            <AddIntegration />
          </>
        }
      />
      {integrations.length > 0 && !isFiltered ? <IntegrationSums integrations={integrations} /> : null}
      <IntegrationFilters status={filters.status} connectorId={filters.connectorId} onChange={change} />
      <ListBody
        what="Integrations"
        right="read integrations"
        query={query}
        empty={
          isFiltered ? (
            <NothingFits onClear={() => change({ status: null, connector: null })} />
          ) : (
            <NothingYet />
          )
        }
      >
        <IntegrationTable integrations={integrations} />
      </ListBody>
    </Sheet>
  );
}

function NothingFits({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={Plug}
      title="No integration fits"
      action={<Button onClick={onClear}>Clear filters</Button>}
    >
      None passes these filters.
    </EmptyState>
  );
}

function AddIntegration() {
  const mayAdd = usePermission("integrations:write");
  const router = useRouter();
  useShortcuts({ n: () => router.push("/integrations/new") }, { enabled: mayAdd });
  if (!mayAdd) return null;
  return (
    <LinkButton variant="primary" icon={Plus} keys={["N"]} href="/integrations/new">
      Add integration
    </LinkButton>
  );
}

function NothingYet() {
  const mayAdd = usePermission("integrations:write");
  return (
    <EmptyState
      icon={Plug}
      title="No system is connected yet"
      action={mayAdd ? <LinkButton href="/integrations/new">Choose a connector</LinkButton> : null}
    >
      Each system that Carelane reads from or writes to stands here, with how it does.{" "}
      {mayAdd ? "It takes its address, its credentials and a test." : "An administrator can add one."}
    </EmptyState>
  );
}
