"use client";

import { Ban, KeyRound, Pencil, RotateCcw } from "lucide-react";
import { useState } from "react";
import { roleName } from "@/components/shell/person-name";
import { Button } from "@/components/ui/button";
import { Fact, FactList, Unknown } from "@/components/ui/fact-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { PanelSection, SidePanel } from "@/components/ui/side-panel";
import { Status } from "@/components/ui/status";
import type { UserView } from "@/lib/auth/schema";
import { ChangePerson, SetPassword, SwitchPerson } from "./change-person";

const dialogs = { change: ChangePerson, password: SetPassword, switch: SwitchPerson } as const;

/** Whether somebody may sign in. */
export function PersonState({ person }: { person: UserView }) {
  return person.disabledAt ? <Status shape="off">Disabled</Status> : <Status shape="ok">Active</Status>;
}

type PersonPanelProps = { person: UserView; onClose: () => void; onNext: () => void; onPrevious: () => void };

/** One person: what is known, and what can be done. */
export function PersonPanel({ person, ...panel }: PersonPanelProps) {
  const [asked, setAsked] = useState<keyof typeof dialogs | null>(null);
  const Asked = asked && dialogs[asked];
  return (
    <SidePanel
      open
      {...panel}
      title={person.name}
      eyebrow={<PersonState person={person} />}
      description={person.email}
    >
      <PanelSection title="Access">
        <FactList>
          <Fact label="Role">{roleName(person.role)}</Fact>
          <Fact label="Last here">
            {person.lastSeenAt ? <RelativeTime at={person.lastSeenAt} /> : <Unknown>never</Unknown>}
          </Fact>
          <Fact label="Added">
            <RelativeTime at={person.createdAt} />
          </Fact>
          {person.disabledAt ? (
            <Fact label="Disabled">
              <RelativeTime at={person.disabledAt} />
            </Fact>
          ) : null}
        </FactList>
      </PanelSection>
      <PanelSection>
        <div className="flex flex-wrap gap-2">
          <Button icon={Pencil} onClick={() => setAsked("change")}>
            Change
          </Button>
          <Button icon={KeyRound} onClick={() => setAsked("password")}>
            Set password
          </Button>
          <Button icon={person.disabledAt ? RotateCcw : Ban} onClick={() => setAsked("switch")}>
            {person.disabledAt ? "Enable" : "Disable"}
          </Button>
        </div>
      </PanelSection>
      {Asked ? <Asked key={person.id} person={person} onClose={() => setAsked(null)} /> : null}
    </SidePanel>
  );
}
