"use client";

import { Ellipsis, Settings2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button, IconButton } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import type { IntegrationView } from "@/lib/integrations/schema";
import { actionsFor } from "./integration-actions";
import { useIntegrationActions } from "./use-integration-actions";
import { useConnector } from "./use-integrations";

type IntegrationProps = { integration: IntegrationView };

/**
 * The actions of an integration as buttons with their keys, on a phone in a menu. `primary` where no other button of
 * the page is.
 */
export function IntegrationButtons({ integration, primary }: IntegrationProps & { primary: boolean }) {
  const { permissions } = useWorkspace();
  const { act, underWay } = useIntegrationActions();
  const connector = useConnector(integration.connectorId);
  const actions = actionsFor(integration, connector, permissions);
  useShortcuts(
    Object.fromEntries(
      actions.flatMap((action) =>
        action.keys.map((key) => [key.toLowerCase(), () => act(integration, action)]),
      ),
    ),
  );
  return (
    <>
      <span className="sm:hidden">
        <IntegrationMenu integration={integration} />
      </span>
      {actions.map((action) => (
        <Button
          key={action.id}
          icon={action.icon}
          keys={action.keys}
          variant={primary && action.id === "sync" ? "primary" : "plain"}
          loading={underWay?.action === action}
          onClick={() => act(integration, action)}
          className="max-sm:hidden"
        >
          {action.label}
        </Button>
      ))}
    </>
  );
}

/** The same in a menu, as a row has it. */
export function IntegrationMenu({ integration }: IntegrationProps) {
  const { permissions } = useWorkspace();
  const { act } = useIntegrationActions();
  const router = useRouter();
  const connector = useConnector(integration.connectorId);
  return (
    <Menu trigger={<IconButton size="sm" icon={Ellipsis} label={`Actions of ${integration.name}`} />}>
      {actionsFor(integration, connector, permissions).map((action) => (
        <MenuItem key={action.id} icon={action.icon} onSelect={() => act(integration, action)}>
          {action.label}
        </MenuItem>
      ))}
      <MenuItem icon={Settings2} onSelect={() => router.push(`/integrations/${integration.id}?tab=settings`)}>
        Settings
      </MenuItem>
    </Menu>
  );
}
