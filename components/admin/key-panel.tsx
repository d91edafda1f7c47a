"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Fact, FactList, Unknown } from "@/components/ui/fact-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { PanelSection, SidePanel } from "@/components/ui/side-panel";
import { notify } from "@/components/ui/toaster";
import { useSubmit } from "@/components/use-submit";
import type { ApiKeyView } from "@/lib/auth/schema";
import { KeyState, keyRights } from "./key-words";
import { useChangeKeys } from "./use-keys";

function RevokeKey({ apiKey, onClose }: { apiKey: ApiKeyView; onClose: () => void }) {
  const form = useSubmit([]);
  const { revoke } = useChangeKeys();
  const send = async () => {
    await revoke(apiKey.id);
    notify({ title: `${apiKey.name} is revoked` });
    onClose();
  };
  return (
    <FormDialog
      title={`Revoke ${apiKey.name}?`}
      description="Its next request is refused. A revoked key does not come back."
      action="Revoke key"
      variant="danger"
      form={form}
      onSend={send}
      onClose={onClose}
    />
  );
}

type KeyPanelProps = { apiKey: ApiKeyView; onClose: () => void; onNext: () => void; onPrevious: () => void };

/** One key: what it may do, when it was used, and its end. */
export function KeyPanel({ apiKey, ...panel }: KeyPanelProps) {
  const [revoking, setRevoking] = useState(false);
  return (
    <SidePanel
      open
      {...panel}
      title={apiKey.name}
      eyebrow={<KeyState apiKey={apiKey} />}
      description={`Ends with ${apiKey.hint}`}
    >
      <PanelSection title="Use">
        <FactList>
          <Fact label="Last used">
            {apiKey.lastUsedAt ? <RelativeTime at={apiKey.lastUsedAt} /> : <Unknown>never</Unknown>}
          </Fact>
          <Fact label="Made">
            <RelativeTime at={apiKey.createdAt} />
          </Fact>
          <Fact label="Ends">
            {apiKey.expiresAt ? <RelativeTime at={apiKey.expiresAt} /> : "When it is revoked"}
          </Fact>
        </FactList>
      </PanelSection>
      <PanelSection title="May do" aside={keyRights(apiKey)}>
        <div className="flex flex-wrap gap-1.25">
          {apiKey.scopes.map((scope) => (
            <Badge key={scope} tone="outline">
              {scope}
            </Badge>
          ))}
        </div>
      </PanelSection>
      <PanelSection>
        <Button icon={Trash2} onClick={() => setRevoking(true)}>
          Revoke
        </Button>
      </PanelSection>
      {revoking ? <RevokeKey key={apiKey.id} apiKey={apiKey} onClose={() => setRevoking(false)} /> : null}
    </SidePanel>
  );
}
