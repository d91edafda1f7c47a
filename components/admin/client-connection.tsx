"use client";

import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton, CopyLine } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { assertionAlgorithms, type FhirClientView } from "@/lib/fhir/server/schema";

/** The FHIR server as its clients see it. */
export interface Facade {
  readonly baseUrl: string;
  readonly tokenUrl: string;
  /** Resource types that a scope may name. */
  readonly types: readonly string[];
}

type ConnectionProps = { client: FhirClientView; facade: Facade };

/** All that the people of a client need, as one text. */
function connectionText({ client: { clientId, scopes }, facade }: ConnectionProps): string {
  return [
    `FHIR base address: ${facade.baseUrl}`,
    `Token address: ${facade.tokenUrl}`,
    `Client id: ${clientId}`,
    `Signing algorithms: ${assertionAlgorithms.join(", ")}`,
    `Scopes: ${scopes.join(" ")}`,
  ].join("\n");
}

/** What a client is set up with, line by line. None of it is secret. */
export function ClientConnection({ client, facade }: ConnectionProps) {
  const lines = [
    { label: "Client id", text: client.clientId, what: "client id" },
    { label: "FHIR base address", text: facade.baseUrl, what: "FHIR base address" },
    {
      label: "Token address, which its assertions are for (aud)",
      text: facade.tokenUrl,
      what: "token address",
    },
    { label: "Scopes", text: client.scopes.join(" "), what: "scopes" },
  ];
  return (
    <div className="grid gap-2.5">
      {lines.map(({ label, text, what }) => (
        <div key={label} className="grid gap-1">
          <p className="text-ink-3 text-xs">{label}</p>
          <CopyLine text={text} what={what} />
        </div>
      ))}
      <p className="text-pretty text-ink-2">
        Its assertions are signed with {assertionAlgorithms.join(" or ")}, name the key by its kid, and are
        good for five minutes at most, once.
      </p>
    </div>
  );
}

/** A client as it was just registered, with what its people need. */
export function RegisteredClient({ onClose, ...connection }: ConnectionProps & { onClose: () => void }) {
  const dialog = useRef<HTMLDivElement>(null);
  return (
    <Dialog
      open
      // On its first button, that button's tip would cover what is to be read.
      ref={dialog}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`${connection.client.name} is registered`}
      description="Its people set it up with this. None of it is secret, and it can be read here at any time."
      footer={
        <>
          <CopyButton text={connectionText(connection)} what="all of it" />
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <ClientConnection {...connection} />
    </Dialog>
  );
}
