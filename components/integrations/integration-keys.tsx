"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { ReadFailed } from "@/components/read-failed";
import { SheetBody } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { ClockTime } from "@/components/ui/relative-time";
import { PanelSection } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { Status } from "@/components/ui/status";
import { notify } from "@/components/ui/toaster";
import { useSubmit } from "@/components/use-submit";
import type { IntegrationView, SigningKeyView } from "@/lib/integrations/schema";
import type { ConnectorView } from "@/lib/integrations/view";
import { useIntegrationCalls, useSigningKeys } from "./use-integrations";
import { PublicKeys } from "./vendor-permissions";

type IntegrationKeysProps = { integration: IntegrationView; connector: ConnectorView };

/** The key pairs with which Carelane signs itself in at the system. */
export function IntegrationKeys({ integration, connector }: IntegrationKeysProps) {
  const { data: keys, error, refetch } = useSigningKeys(integration.id);
  const mayRotate = usePermission("integrations:write");
  const [isRotating, setRotating] = useState(false);
  return (
    <SheetBody reading>
      <div className="mx-auto max-w-180">
        <PanelSection>
          <PublicKeys connector={connector} url={integration.publicKeysUrl} />
        </PanelSection>
        <PanelSection title="Published keys">
          {keys ? (
            <ul className="grid gap-3">
              {keys.map((key) => (
                <KeyLine key={key.keyId} signingKey={key} />
              ))}
            </ul>
          ) : error ? (
            <ReadFailed what="The keys" right="read integrations" error={error} onRetry={refetch} />
          ) : (
            <SkeletonRows count={2} label="Loading the keys" />
          )}
          {mayRotate ? (
            <Button icon={KeyRound} className="mt-4" onClick={() => setRotating(true)}>
              Rotate key
            </Button>
          ) : null}
        </PanelSection>
      </div>
      {isRotating ? (
        <RotateKey integration={integration} connector={connector} onClose={() => setRotating(false)} />
      ) : null}
    </SheetBody>
  );
}

const states = {
  signing: { shape: "ok", word: "Signs now" },
  announced: { shape: "wait", word: "Published, signs later" },
  replaced: { shape: "off", word: "Replaced" },
} as const;

function KeyLine({ signingKey }: { signingKey: SigningKeyView }) {
  const { keyId, state, publishedAt, signsFrom, publishedUntil } = signingKey;
  const { shape, word } = states[state];
  return (
    <li>
      <p className="flex flex-wrap items-center gap-x-3">
        <Status shape={shape}>{word}</Status>
        <code className="wrap-anywhere font-mono text-xs">{keyId}</code>
      </p>
      <p className="text-ink-3 text-xs">
        Published <ClockTime at={publishedAt} />
        {state === "announced" ? (
          <>
            , signs from <ClockTime at={signsFrom} />
          </>
        ) : null}
        {publishedUntil ? (
          <>
            , stays published until <ClockTime at={publishedUntil} />
          </>
        ) : null}
      </p>
    </li>
  );
}

function RotateKey({ integration, connector, onClose }: IntegrationKeysProps & { onClose: () => void }) {
  const { rotateKey } = useIntegrationCalls();
  const form = useSubmit([]);
  const rotate = async () => {
    await rotateKey(integration.id);
    notify({ title: "A new key is published", detail: "It signs once the vendor must have fetched it" });
    onClose();
  };
  return (
    <FormDialog
      title="Rotate the key?"
      description={`A new key is published at the same address now and signs in 30 hours, when ${connector.name} must have fetched it. The old one signs until then. Nothing has to be done there, and syncs go on.`}
      action="Rotate key"
      form={form}
      onSend={rotate}
      onClose={onClose}
    />
  );
}
