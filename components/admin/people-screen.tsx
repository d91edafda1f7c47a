"use client";

import { UserPlus, Users } from "lucide-react";
import { useState } from "react";
import { ExportLink } from "@/components/export-link";
import { ListBody } from "@/components/list-body";
import { roleName } from "@/components/shell/person-name";
import { Sheet, SheetHead } from "@/components/shell/sheet";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { EmptyState } from "@/components/ui/states";
import { Cell, type Column, Table } from "@/components/ui/table";
import type { UserView } from "@/lib/auth/schema";
import { AddPerson } from "./add-person";
import { PersonPanel, PersonState } from "./person-panel";
import { useChosen } from "./use-chosen";
import { usePeople } from "./use-people";

const columns: readonly Column[] = [
  { id: "name", head: "Name", names: true, phone: "name" },
  { id: "email", head: "Email", phone: "detail" },
  { id: "role", head: "Role", width: "140px" },
  { id: "state", head: "State", width: "120px", phone: "state" },
  { id: "seen", head: "Last here", width: "120px", right: true, phone: "time" },
];

type PeopleTableProps = {
  people: readonly UserView[];
  chosen?: UserView;
  onOpen: (person: UserView) => void;
};

function PeopleTable({ people, chosen, onOpen }: PeopleTableProps) {
  return (
    <Table label="People" columns={columns}>
      {people.map((person) => (
        <Row key={person.id} selected={person === chosen} onOpen={() => onOpen(person)}>
          <Cell column="name">{person.name}</Cell>
          <Cell column="email">{person.email}</Cell>
          <Cell column="role">{roleName(person.role)}</Cell>
          <Cell column="state">
            <PersonState person={person} />
          </Cell>
          <Cell column="seen" className="text-ink-3">
            {person.lastSeenAt ? <RelativeTime at={person.lastSeenAt} /> : "Never"}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** Who works here and as what. */
export function PeopleScreen() {
  const [adding, setAdding] = useState(false);
  const query = usePeople();
  const people = query.data?.pages.flatMap((page) => page.data) ?? [];
  const { chosen, choose, panel } = useChosen(people, ({ id }) => id);
  const add = (
    <Button variant="primary" icon={UserPlus} onClick={() => setAdding(true)}>
      Add person
    </Button>
  );
  return (
    <Sheet>
      <SheetHead
        title="People"
        actions={
          <>
            <ExportLink href="/api/users?format=csv" className="max-sm:hidden" />
            {add}
          </>
        }
      />
      <ListBody
        what="People"
        right="manage people"
        query={query}
        empty={
          <EmptyState icon={Users} title="Nobody is here yet" action={add}>
            People who may sign in to this organization stand here.
          </EmptyState>
        }
      >
        <PeopleTable people={people} chosen={chosen} onOpen={choose} />
      </ListBody>
      {chosen ? <PersonPanel person={chosen} {...panel} /> : null}
      {adding ? <AddPerson onClose={() => setAdding(false)} /> : null}
    </Sheet>
  );
}
