"use client";

import { useWatch } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segments } from "@/components/ui/segments";
import { TextArea } from "@/components/ui/text-area";
import { type FieldsProps, scopesOf } from "./fhir-client-form";
import { ScopeGrid } from "./scope-grid";
import { scopeWords } from "./scope-words";

const keySources = [
  { value: "address", label: "Address of its keys" },
  { value: "paste", label: "Pasted keys" },
] as const;

/** Everything about a client that can be set: who it is, how it signs in, what it may do. */
export function FhirClientFields({ form, types }: FieldsProps & { types: readonly string[] }) {
  const { register, formState } = form;
  return (
    <>
      <Field
        label="Name"
        error={formState.errors.name?.message}
        help="What will use it, such as «Research warehouse»"
      >
        <Input autoComplete="off" {...register("name")} />
      </Field>
      <Keys form={form} />
      <Scopes form={form} types={types} />
    </>
  );
}

function Keys({ form }: FieldsProps) {
  const { register, formState, setValue, clearErrors } = form;
  const keysFrom = useWatch({ control: form.control, name: "keysFrom" });
  const choose = (next: typeof keysFrom) => {
    clearErrors(["jwksUrl", "jwks"]);
    setValue("keysFrom", next, { shouldDirty: true });
  };
  return (
    <>
      <Field label="Signs in with">
        <Segments options={keySources} value={keysFrom} onChange={choose} />
      </Field>
      {keysFrom === "address" ? (
        <Field
          label="Key set address (JWKS URL)"
          error={formState.errors.jwksUrl?.message}
          help="Its public keys are read there when it signs in, so it can change them by itself"
        >
          <Input
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://loader.example/jwks.json"
            {...register("jwksUrl")}
          />
        </Field>
      ) : (
        <Field
          label="Public keys (JWKS)"
          error={formState.errors.jwks?.message}
          help="RSA of 2,048 bits or more for RS384, or EC on P-384 for ES384, each with a kid"
        >
          <TextArea rows={6} placeholder='{"keys": [ … ]}' {...register("jwks")} />
        </Field>
      )}
    </>
  );
}

function Scopes({ form, types }: FieldsProps & { types: readonly string[] }) {
  const { register, formState, control } = form;
  const [reads, writes, furtherScopes] = useWatch({ control, name: ["reads", "writes", "furtherScopes"] });
  const scopes = scopesOf({ reads, writes, furtherScopes });
  const words = scopeWords(scopes);
  return (
    <>
      <Field label="May do" error={formState.errors.reads?.message}>
        <ScopeGrid form={form} types={types} />
      </Field>
      <Field
        label="Further scopes"
        optional
        error={formState.errors.furtherScopes?.message}
        help="For what the boxes cannot say, such as system/Observation.cu"
      >
        <Input autoComplete="off" spellCheck={false} {...register("furtherScopes", { deps: "reads" })} />
      </Field>
      {words ? (
        <output className="grid gap-1">
          <span className="text-ink-2">{words}</span>
          <code className="wrap-anywhere font-mono text-ink-3 text-xs">{scopes.join(" ")}</code>
        </output>
      ) : null}
    </>
  );
}
