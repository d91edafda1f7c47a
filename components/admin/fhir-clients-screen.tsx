"use client";

import { Braces, Plus } from "lucide-react";
import { useState } from "react";
import { ListBody } from "@/components/list-body";
import { Sheet, SheetHead } from "@/components/shell/sheet";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { EmptyState } from "@/components/ui/states";
import { ActionsCell, Cell, type Column, Table } from "@/components/ui/table";
import type { FhirClientView } from "@/lib/fhir/server/schema";
import { type Facade, RegisteredClient } from "./client-connection";
import { FhirClientPanel } from "./fhir-client-panel";
import { RegisterFhirClient } from "./register-fhir-client";
import { scopeWords } from "./scope-words";
import { useChosen } from "./use-chosen";
import { useFhirClients } from "./use-fhir-clients";

const columns: readonly Column[] = [
  { id: "name", head: "Name", names: true, phone: "name" },
  { id: "id", head: "Client id", width: "280px", secondary: true },
  { id: "keys", head: "Signs in with", width: "200px", secondary: true },
  { id: "scopes", head: "May do", phone: "wide" },
  { id: "made", head: "Registered", width: "110px", right: true, phone: "state" },
  { id: "actions", head: "Actions", headHidden: true, width: "110px" },
];

type ClientTableProps = {
  clients: readonly FhirClientView[];
  chosen?: FhirClientView;
  onOpen: (client: FhirClientView) => void;
};

function ClientTable({ clients, chosen, onOpen }: ClientTableProps) {
  return (
    <Table label="FHIR clients" columns={columns}>
      {clients.map((client) => (
        <Row key={client.clientId} selected={client === chosen} onOpen={() => onOpen(client)}>
          <Cell column="name">{client.name}</Cell>
          <Cell column="id" className="font-mono text-xs">
            {client.clientId}
          </Cell>
          <Cell column="keys">
            {client.jwksUrl ? `Keys at ${new URL(client.jwksUrl).host}` : "Pasted keys"}
          </Cell>
          <Cell column="scopes" className="max-sm:text-ink-2">
            {scopeWords(client.scopes)}
          </Cell>
          <Cell column="made" className="text-ink-3">
            <RelativeTime at={client.createdAt} />
          </Cell>
          <ActionsCell>
            <CopyButton text={client.clientId} what="id" size="sm" />
          </ActionsCell>
        </Row>
      ))}
    </Table>
  );
}

/** The backend services that ask for FHIR tokens. */
export function FhirClientsScreen({ facade }: { facade: Facade }) {
  const [registering, setRegistering] = useState(false);
  const [registered, setRegistered] = useState<FhirClientView | null>(null);
  const query = useFhirClients();
  const clients = query.data?.pages.flatMap((page) => page.data) ?? [];
  const { chosen, choose, panel } = useChosen(clients, ({ clientId }) => clientId);
  const register = (
    <Button variant="primary" icon={Plus} onClick={() => setRegistering(true)}>
      Register a client
    </Button>
  );
  const show = (client: FhirClientView) => {
    setRegistering(false);
    setRegistered(client);
  };
  return (
    <Sheet>
      <SheetHead title="FHIR clients" actions={register} />
      <ListBody
        what="FHIR clients"
        right="manage FHIR clients"
        query={query}
        empty={
          <EmptyState icon={Braces} title="No client is registered" action={register}>
            Systems that speak FHIR sign in with keys of their own (SMART Backend Services). Carelane gets the
            public half alone.
          </EmptyState>
        }
      >
        <ClientTable clients={clients} chosen={chosen} onOpen={choose} />
      </ListBody>
      {chosen ? <FhirClientPanel client={chosen} facade={facade} {...panel} /> : null}
      {registering ? (
        <RegisterFhirClient types={facade.types} onRegistered={show} onClose={() => setRegistering(false)} />
      ) : null}
      {registered ? (
        <RegisteredClient client={registered} facade={facade} onClose={() => setRegistered(null)} />
      ) : null}
    </Sheet>
  );
}
