"use client";

import { Badge } from "@/components/ui/badge";
import { Fact, FactList, Unknown } from "@/components/ui/fact-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { PanelSection, SidePanel } from "@/components/ui/side-panel";
import type { ApiKeyView } from "@/lib/auth/schema";
import { KeyState, keyRights } from "./key-words";
import { RevokeSection } from "./revoke-section";
import { useChangeKeys } from "./use-keys";

type KeyPanelProps = { apiKey: ApiKeyView; onClose: () => void; onNext: () => void; onPrevious: () => void };

/** One key: what it may do, when it was used, and its end. */
export function KeyPanel({ apiKey, ...panel }: KeyPanelProps) {
  const { revoke } = useChangeKeys();
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
      <RevokeSection
        key={apiKey.id}
        name={apiKey.name}
        what="key"
        consequence="Its next request is refused. A revoked key does not come back."
        onRevoke={() => revoke(apiKey.id)}
      />
    </SidePanel>
  );
}
