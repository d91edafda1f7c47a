"use client";

import type { ReactNode } from "react";
import { usePermission } from "@/components/shell/workspace-context";
import { Banner } from "@/components/ui/banner";
import { Button, LinkButton } from "@/components/ui/button";
import { Status } from "@/components/ui/status";
import { StatusShape } from "@/components/ui/status-shape";
import { notify } from "@/components/ui/toaster";
import { useSubmit } from "@/components/use-submit";
import type { IntegrationView } from "@/lib/integrations/schema";
import type { ConnectorView } from "@/lib/integrations/view";
import { ApprovalNote } from "./connector-facts";
import { scopesFor } from "./connector-words";
import { FirstSync } from "./first-sync";
import { listed, missingSettings } from "./integration-state";
import { mappingsOf } from "./settings-form";
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
      <Step title="Settings" isDone={missing.length === 0}>
        {missing.length > 0 ? `Missing: ${listed(missing)}.` : "Everything that is needed is there."}
        <LinkButton size="sm" href={`/integrations/${integration.id}?tab=settings`} className="mt-2 w-fit">
          {missing.length > 0 ? "Fill them in" : "Change settings"}
        </LinkButton>
      </Step>
      {isActive || (!connector.needsSigningKey && scopes.length === 0) ? null : (
        <Step title={`Make Carelane known at ${connector.name}`}>
          <div className="grid gap-3.5">
            <ApprovalNote connector={connector} />
            <PublicKeys connector={connector} url={integration.publicKeysUrl} />
            <AskedScopes connector={connector} scopes={scopes} />
          </div>
        </Step>
      )}
      {isActive ? null : (
        <Step title="Test the connection">
          <TestConnection integration={integration} />
        </Step>
      )}
      <Step title="Activate it" isDone={isActive}>
        {isActive ? (
          "It may be used."
        ) : (
          <Activate integration={integration} isComplete={missing.length === 0} />
        )}
      </Step>
      <Step title="First sync">
        <FirstSync integration={integration} />
      </Step>
    </ol>
  );
}

type StepProps = { title: string; isDone?: boolean; children: ReactNode };

function Step({ title, isDone = false, children }: StepProps) {
  return (
    <li className="flex gap-2.5 border-line border-b px-4.5 py-3.5">
      <StatusShape shape={isDone ? "ok" : "wait"} className="mt-0.75 size-3.5" />
      <section aria-label={title} className="min-w-0 flex-1">
        <h2 className="mb-1 font-semibold">
          {title}
          {isDone ? <span className="sr-only">, done</span> : null}
        </h2>
        <div className="grid text-ink-2">{children}</div>
      </section>
    </li>
  );
}

function Activate({ integration, isComplete }: { integration: IntegrationView; isComplete: boolean }) {
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
      <p>Once active it may synchronise, by hand and by its schedule. A test that passes comes first.</p>
      {problem.message ? <Banner tone="bad">{problem.message}</Banner> : null}
      <Button size="sm" loading={sending} onClick={() => submit(activate)}>
        Activate
      </Button>
    </div>
  );
}
