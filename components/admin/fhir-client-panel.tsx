"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { Button } from "@/components/ui/button";
import { Fact, FactList } from "@/components/ui/fact-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { PanelSection, SidePanel } from "@/components/ui/side-panel";
import { notify } from "@/components/ui/toaster";
import { useSubmit } from "@/components/use-submit";
import type { FhirClientView } from "@/lib/fhir/server/schema";
import { ClientConnection, type Facade } from "./client-connection";
import { scopeWords } from "./scope-words";
import { useChangeFhirClients } from "./use-fhir-clients";

function RevokeClient({ client, onClose }: { client: FhirClientView; onClose: () => void }) {
  const form = useSubmit([]);
  const { revoke } = useChangeFhirClients();
  const send = async () => {
    await revoke(client.clientId);
    notify({ title: `${client.name} is revoked` });
    onClose();
  };
  return (
    <FormDialog
      title={`Revoke ${client.name}?`}
      description="Its tokens end now, and it gets no new ones. A revoked client does not come back: it would be registered anew."
      action="Revoke client"
      variant="danger"
      form={form}
      onSend={send}
      onClose={onClose}
    />
  );
}

type FhirClientPanelProps = {
  client: FhirClientView;
  facade: Facade;
  onClose: () => void;
  onNext: () => void;
  onPrevious: () => void;
};

/** One client: how it signs in, what it may do, what its people set it up with, and its end. */
export function FhirClientPanel({ client, facade, ...panel }: FhirClientPanelProps) {
  const [revoking, setRevoking] = useState(false);
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
      <PanelSection>
        <Button icon={Trash2} onClick={() => setRevoking(true)}>
          Revoke
        </Button>
      </PanelSection>
      {revoking ? (
        <RevokeClient key={client.clientId} client={client} onClose={() => setRevoking(false)} />
      ) : null}
    </SidePanel>
  );
}
