"use client";

import { Fact, FactList } from "@/components/ui/fact-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { PanelSection, SidePanel } from "@/components/ui/side-panel";
import type { FhirClientView } from "@/lib/fhir/server/schema";
import { ClientConnection, type Facade } from "./client-connection";
import { RevokeSection } from "./revoke-section";
import { scopeWords } from "./scope-words";
import { useChangeFhirClients } from "./use-fhir-clients";

type FhirClientPanelProps = {
  client: FhirClientView;
  facade: Facade;
  onClose: () => void;
  onNext: () => void;
  onPrevious: () => void;
};

/** One client: how it signs in, what it may do, what its people set it up with, and its end. */
export function FhirClientPanel({ client, facade, ...panel }: FhirClientPanelProps) {
  const { revoke } = useChangeFhirClients();
  return (
    <SidePanel open {...panel} title={client.name} description={scopeWords(client.scopes)}>
      <PanelSection title="Sign-in">
        <FactList>
          <Fact label="Keys">{client.jwksUrl ?? "Pasted here; new ones take a new client"}</Fact>
          <Fact label="Registered">
            <RelativeTime at={client.createdAt} />
          </Fact>
        </FactList>
      </PanelSection>
      <PanelSection title="To set it up">
        <ClientConnection client={client} facade={facade} />
      </PanelSection>
      <RevokeSection
        key={client.clientId}
        name={client.name}
        what="client"
        consequence="Its tokens end now, and it gets no new ones. A revoked client does not come back: it would be registered anew."
        onRevoke={() => revoke(client.clientId)}
      />
    </SidePanel>
  );
}
