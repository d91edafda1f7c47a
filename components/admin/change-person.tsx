"use client";

import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/secret-input";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toaster";
import { useSubmit } from "@/components/use-submit";
import type { UserView } from "@/lib/auth/schema";
import { personRoles } from "./role-words";
import { useChangePeople } from "./use-people";

type DialogProps = { person: UserView; onClose: () => void };

/** Name and role. */
export function ChangePerson({ person, onClose }: DialogProps) {
  const [name, setName] = useState(person.name);
  const [role, setRole] = useState(person.role);
  const form = useSubmit(["name", "role"]);
  const { change } = useChangePeople();
  const send = async () => {
    await change(person.id, { name, role });
    notify({ title: `${name} is changed` });
    onClose();
  };
  return (
    <FormDialog title={`Change ${person.name}`} action="Save" form={form} onSend={send} onClose={onClose}>
      <Field label="Name" error={form.problem.fields.name}>
        <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
      </Field>
      <Field label="Role" error={form.problem.fields.role} help="Takes effect with their next click">
        <Select options={personRoles} value={role} onChange={setRole} />
      </Field>
    </FormDialog>
  );
}

/** A new password, for somebody who lost theirs. */
export function SetPassword({ person, onClose }: DialogProps) {
  const [password, setPassword] = useState("");
  const form = useSubmit(["password"]);
  const { change } = useChangePeople();
  const send = async () => {
    await change(person.id, { password });
    notify({ title: `${person.name} has a new password`, detail: "Their other sessions have ended" });
    onClose();
  };
  return (
    <FormDialog
      title={`New password for ${person.name}`}
      description="Signs them out everywhere. Give it to them in person, they see no message."
      action="Set password"
      form={form}
      onSend={send}
      onClose={onClose}
    >
      <Field
        label="New password"
        error={form.problem.fields.password}
        help="8 characters or more, a few words do well"
      >
        <PasswordInput
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="new-password"
        />
      </Field>
    </FormDialog>
  );
}

/** Asks before somebody is shut out, or let in again. */
export function SwitchPerson({ person, onClose }: DialogProps) {
  const disabled = person.disabledAt === null;
  const form = useSubmit([]);
  const { change } = useChangePeople();
  const send = async () => {
    await change(person.id, { disabled });
    notify({ title: disabled ? `${person.name} is disabled` : `${person.name} can sign in again` });
    onClose();
  };
  const words = disabled
    ? {
        title: `Disable ${person.name}?`,
        action: "Disable",
        text: "Signs them out everywhere at once. What they did stays in the trail.",
      }
    : {
        title: `Enable ${person.name}?`,
        action: "Enable",
        text: "They can sign in again with the password they had.",
      };
  return (
    <FormDialog
      title={words.title}
      description={words.text}
      action={words.action}
      variant={disabled ? "danger" : "primary"}
      form={form}
      onSend={send}
      onClose={onClose}
    />
  );
}
