"use client";

import { usePermission } from "@/components/shell/workspace-context";
import { canSync } from "@/components/sync/can-sync";
import { Banner } from "@/components/ui/banner";
import { Button, LinkButton } from "@/components/ui/button";
import { Status } from "@/components/ui/status";
import { notify } from "@/components/ui/toaster";
import { useSubmit } from "@/components/use-submit";
import type { IntegrationView } from "@/lib/integrations/schema";
import type { ConnectorView } from "@/lib/integrations/view";
import { ApprovalNote } from "./connector-facts";
import { scopesFor } from "./connector-words";
import { FirstMessage } from "./first-message";
import { FirstSync } from "./first-sync";
import { listed, missingSettings } from "./integration-state";
import { mappingsOf } from "./settings-form";
import { SetupStep } from "./setup-step";
import { TestConnection } from "./test-connection";
import { useIntegrationCalls } from "./use-integrations";
import { AskedScopes, PublicKeys } from "./vendor-permissions";

type SetupProps = { integration: IntegrationView; connector: ConnectorView };

/** What is left to do until the first records are in, in its order. Everything of it can be left and taken up again. */
export function SetupSteps({ integration, connector }: SetupProps) {
  const missing = missingSettings(integration, connector);
  const scopes = scopesFor(
    connector,
    mappingsOf(connector, integration),
    integration.syncStrategy === "realtime",
  );
  const isActive = integration.status === "active";
  return (
    <ol aria-label="Setting up">
      <SetupStep title="Settings" isDone={missing.length === 0}>
        {missing.length > 0 ? `Missing: ${listed(missing)}.` : "Everything that is needed is there."}
        <LinkButton size="sm" href={`/integrations/${integration.id}?tab=settings`} className="mt-2 w-fit">
          {missing.length > 0 ? "Fill them in" : "Change settings"}
        </LinkButton>
      </SetupStep>
      {isActive || (!connector.needsSigningKey && scopes.length === 0) ? null : (
        <SetupStep title={`Make Carelane known at ${connector.name}`}>
          <div className="grid gap-3.5">
            <ApprovalNote connector={connector} />
            <PublicKeys connector={connector} url={integration.publicKeysUrl} />
            <AskedScopes connector={connector} scopes={scopes} />
          </div>
        </SetupStep>
      )}
      {isActive ? null : (
        <SetupStep title="Test the connection">
          <TestConnection integration={integration} />
        </SetupStep>
      )}
      <SetupStep title="Activate it" isDone={isActive}>
        {isActive ? (
          "It may be used."
        ) : (
          <Activate integration={integration} connector={connector} isComplete={missing.length === 0} />
        )}
      </SetupStep>
      {connector.canBePulled ? (
        <SetupStep title="First sync">
          <FirstSync integration={integration} />
        </SetupStep>
      ) : (
        <FirstMessage integration={integration} />
      )}
    </ol>
  );
}

function Activate({ integration, connector, isComplete }: SetupProps & { isComplete: boolean }) {
  const { change } = useIntegrationCalls();
  const { submit, sending, problem } = useSubmit([]);
  const mayChange = usePermission("integrations:write");
  if (!mayChange) return <Status shape="wait">An administrator activates it</Status>;
  if (!isComplete) return "Its settings have to be complete first.";
  const activate = async () => {
    await change(integration, { status: "active" });
    notify({ title: `${integration.name} is active` });
  };
  return (
    <div className="grid justify-items-start gap-2">
      <p>
        {canSync(connector)
          ? "Once active it may synchronise, by hand and by its schedule."
          : "Until then its messages are refused; once it is active they are taken."}{" "}
        A test that passes comes first.
      </p>
      {problem.message ? <Banner tone="bad">{problem.message}</Banner> : null}
      <Button size="sm" loading={sending} onClick={() => submit(activate)}>
        Activate
      </Button>
    </div>
  );
}
