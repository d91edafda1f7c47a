"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { SheetBody } from "@/components/shell/sheet";
import { canSync } from "@/components/sync/can-sync";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { PanelSection } from "@/components/ui/side-panel";
import { notify } from "@/components/ui/toaster";
import { useSubmit } from "@/components/use-submit";
import type { IntegrationStatus, IntegrationView } from "@/lib/integrations/schema";
import { actionsFor } from "./integration-actions";
import { useIntegrationActions } from "./use-integration-actions";
import { useConnector, useIntegrationCalls, useIntegrationStats } from "./use-integrations";

type IntegrationProps = { integration: IntegrationView };

/** Stopping an integration for a while, for long, or for good. */
export function DangerZone({ integration }: IntegrationProps) {
  return (
    <SheetBody reading>
      <div className="mx-auto max-w-180">
        <PausePart integration={integration} />
        <SwitchPart integration={integration} />
        <DeletePart integration={integration} />
      </div>
    </SheetBody>
  );
}

function Part({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <PanelSection title={title}>
      <p className="mb-3 text-pretty text-ink-2">{text}</p>
      {children}
    </PanelSection>
  );
}

const pauseWords = {
  pause: "No new sync begins until it is resumed. Settings, links and records stay as they are.",
  resume: "Syncs may begin again, by hand and by the schedule.",
};
const pauseWordsOfSenders = {
  pause: "What it sends is stored and acknowledged, and waits until it is resumed. Nothing is lost.",
  resume: "What has come meanwhile is processed, and what comes from then on.",
};

/** Pause or resume, whichever it can be now. */
function PausePart({ integration }: IntegrationProps) {
  const { act, underWay } = useIntegrationActions();
  const connector = useConnector(integration.connectorId);
  const action = actionsFor(integration, connector, ["integrations:write"]).find(
    ({ id }) => id === "pause" || id === "resume",
  );
  if (!action) return null;
  return (
    <Part
      title={action.label}
      text={
        (connector && !canSync(connector) ? pauseWordsOfSenders : pauseWords)[
          action.id === "pause" ? "pause" : "resume"
        ]
      }
    >
      <Button
        icon={action.icon}
        loading={underWay?.action === action}
        onClick={() => act(integration, action)}
      >
        {action.label}
      </Button>
    </Part>
  );
}

/** Switching off, and setting up again what was switched off. */
function SwitchPart({ integration }: IntegrationProps) {
  const { change } = useIntegrationCalls();
  const form = useSubmit([]);
  const isOff = integration.status === "disabled";
  const move = (status: IntegrationStatus, title: string) =>
    form.submit(async () => {
      await change(integration, { status });
      notify({ title });
    });
  return (
    <Part
      title={isOff ? "Set up again" : "Switch off"}
      text={
        isOff
          ? "Its settings are still there. Look through them, test it and activate it."
          : "For long: it is no longer tested or synchronised and leaves the pips. Nothing is deleted."
      }
    >
      {form.problem.message ? <p className="mb-2 text-bad-ink">{form.problem.message}</p> : null}
      <Button
        loading={form.sending}
        onClick={() =>
          isOff
            ? move("configuring", `${integration.name} is being set up`)
            : move("disabled", `${integration.name} is switched off`)
        }
      >
        {isOff ? "Set up again" : "Switch off"}
      </Button>
    </Part>
  );
}

function DeletePart({ integration }: IntegrationProps) {
  const [isAsking, setAsking] = useState(false);
  return (
    <Part
      title="Delete"
      text="Takes away the integration with its links, mappings, jobs and events, and destroys its credentials and keys at once. Records and the audit trail stay. This cannot be undone."
    >
      <Button variant="danger" onClick={() => setAsking(true)}>
        Delete integration
      </Button>
      {isAsking ? <DeleteDialog integration={integration} onClose={() => setAsking(false)} /> : null}
    </Part>
  );
}

function DeleteDialog({ integration, onClose }: IntegrationProps & { onClose: () => void }) {
  const { id, name, records, entityMappings } = integration;
  const router = useRouter();
  const { remove } = useIntegrationCalls();
  const { data: stats } = useIntegrationStats(id);
  const form = useSubmit([]);
  const send = async () => {
    const { deleted, kept } = await remove(id);
    router.push("/integrations");
    notify({
      title: `${name} is deleted`,
      detail: `${formatCount(deleted.links)} links and ${formatCount(deleted.jobs)} jobs are gone, ${formatCount(kept.records)} records are kept`,
    });
  };
  return (
    <FormDialog
      title={`Delete ${name}?`}
      action="Delete integration"
      variant="danger"
      form={form}
      onSend={send}
      onClose={onClose}
    >
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        <dt className="font-medium">Deleted</dt>
        <dd>
          Credentials and keys, {formatCount(records)} links, {formatCount(entityMappings.length)} mappings,{" "}
          {stats ? formatCount(stats.jobs.total) : "all"} jobs
        </dd>
        <dt className="font-medium">Kept</dt>
        <dd>{formatCount(records)} records with their history, and the audit trail</dd>
      </dl>
      <p className="text-ink-2">
        A later integration with the same system links them anew only where it recognises them.
      </p>
    </FormDialog>
  );
}
