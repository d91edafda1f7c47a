"use client";

import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { Chip } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segments } from "@/components/ui/segments";
import { Select } from "@/components/ui/select";
import { useSubmit } from "@/components/use-submit";
import type { CreatedApiKey } from "@/lib/auth/schema";
import { type Permission, permissions, type Role } from "@/lib/auth/schema";
import { keyRoles } from "./role-words";
import { useChangeKeys } from "./use-keys";

const kinds = [
  { value: "role", label: "Like a role" },
  { value: "scopes", label: "Chosen rights" },
] as const;

const lives = [
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "", label: "No end" },
] as const;

function expiryAfter(days: string): string | null {
  return days ? new Date(Date.now() + Number(days) * 86_400_000).toISOString() : null;
}

function ScopeChips({
  chosen,
  onChange,
}: {
  chosen: readonly Permission[];
  onChange: (scopes: Permission[]) => void;
}) {
  const toggle = (scope: Permission) =>
    onChange(chosen.includes(scope) ? chosen.filter((each) => each !== scope) : [...chosen, scope]);
  return (
    <div className="flex flex-wrap gap-1.25">
      {permissions.map((scope) => (
        <Chip key={scope} multiple pressed={chosen.includes(scope)} onClick={() => toggle(scope)}>
          {scope}
        </Chip>
      ))}
    </div>
  );
}

type MakeKeyProps = { onMade: (key: CreatedApiKey) => void; onClose: () => void };

/** The dialog that makes a key. */
export function MakeKey({ onMade, onClose }: MakeKeyProps) {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<(typeof kinds)[number]["value"]>("role");
  const [role, setRole] = useState<Role>("integration");
  const [scopes, setScopes] = useState<Permission[]>([]);
  const [days, setDays] = useState<(typeof lives)[number]["value"]>("365");
  const form = useSubmit(["name", "role", "scopes"]);
  const { make } = useChangeKeys();
  const errors = form.problem.fields;
  const send = async () => {
    const rights = kind === "role" ? { role, scopes: [] } : { scopes };
    onMade(await make({ name, ...rights, expiresAt: expiryAfter(days) }));
  };
  return (
    <FormDialog title="New API key" action="Make key" form={form} onSend={send} onClose={onClose}>
      <Field label="Name" error={errors.name} help="What will use it, such as «Reporting»">
        <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
      </Field>
      <Field label="May do">
        <Segments options={kinds} value={kind} onChange={setKind} />
      </Field>
      {kind === "role" ? (
        <Field label="Role" error={errors.role}>
          <Select options={keyRoles} value={role} onChange={setRole} />
        </Field>
      ) : (
        <Field label="Rights" error={errors.scopes}>
          <ScopeChips chosen={scopes} onChange={setScopes} />
        </Field>
      )}
      <Field label="Ends after">
        <Segments options={lives} value={days} onChange={setDays} />
      </Field>
    </FormDialog>
  );
}
