"use client";

import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/secret-input";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toaster";
import { useSubmit } from "@/components/use-submit";
import type { Role } from "@/lib/auth/schema";
import { personRoles } from "./role-words";
import { useChangePeople } from "./use-people";

const fields = ["name", "email", "role", "password"];

/** The dialog that adds a person. */
export function AddPerson({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("lab_staff");
  const [password, setPassword] = useState("");
  const form = useSubmit(fields);
  const { add } = useChangePeople();
  const errors = form.problem.fields;
  const send = async () => {
    await add({ name, email, role, password: password || undefined });
    notify({ title: `${name} can sign in`, detail: `As ${email}` });
    onClose();
  };
  return (
    <FormDialog title="Add person" action="Add person" form={form} onSend={send} onClose={onClose}>
      <Field label="Name" error={errors.name}>
        <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
      </Field>
      <Field label="Email" error={errors.email} help="They sign in with it">
        <Input
          type="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          autoComplete="off"
        />
      </Field>
      <Field label="Role" error={errors.role}>
        <Select options={personRoles} value={role} onChange={setRole} />
      </Field>
      <Field
        label="First password"
        optional
        error={errors.password}
        help="8 characters or more. Leave it empty for people who use single sign-on"
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
