"use client";

import { useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { TextArea } from "@/components/ui/text-area";
import type { DestinationProps } from "./channel-form";
import { chosen } from "./channel-form";
import { errorAt } from "./use-channel-form";

/** An HL7 v2 receiver, with or without TLS. */
export function MllpFields({ form, index }: DestinationProps) {
  const at = `destinations.${index}` as const;
  const isEncrypted = useWatch({ control: form.control, name: `${at}.isEncrypted` });
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_110px] gap-3 max-sm:grid-cols-1">
        <Field label="Host" error={errorAt(form, `${at}.host`)}>
          <Input
            autoComplete="off"
            spellCheck={false}
            placeholder="lab.example"
            {...form.register(`${at}.host`)}
          />
        </Field>
        <Field label="Port" error={errorAt(form, `${at}.port`)}>
          <Input inputMode="numeric" autoComplete="off" {...form.register(`${at}.port`)} />
        </Field>
      </div>
      <div>
        <Switch label="Encrypt by TLS" {...form.register(`${at}.isEncrypted`)} />
        {isEncrypted ? null : (
          <p className="mt-1 text-ink-3 text-xs">
            On the way anybody can read along. Leave it off only within a network that is closed.
          </p>
        )}
      </div>
      {isEncrypted ? <TlsFields form={form} index={index} /> : null}
    </>
  );
}

function TlsFields({ form, index }: DestinationProps) {
  const at = `destinations.${index}` as const;
  return (
    <>
      <Field
        label="Authorities"
        optional
        error={errorAt(form, `${at}.ca`)}
        help="PEM. Who may vouch for its certificate; those of the system where empty"
      >
        <TextArea rows={2} {...form.register(`${at}.ca`)} />
      </Field>
      <Field
        label="Our certificate"
        optional
        error={errorAt(form, `${at}.certificate`)}
        help="PEM, where it asks for one"
      >
        <TextArea rows={2} {...form.register(`${at}.certificate`)} />
      </Field>
      <TlsKey form={form} index={index} />
      <Field
        label="Name in its certificate"
        optional
        error={errorAt(form, `${at}.servername`)}
        help="Where it is another than the host"
      >
        <Input autoComplete="off" spellCheck={false} {...form.register(`${at}.servername`)} />
      </Field>
    </>
  );
}

/** A key is several lines, so it is replaced as a whole; what stays empty then takes it out. */
function TlsKey({ form, index }: DestinationProps) {
  const at = `destinations.${index}.key` as const;
  const kept = useWatch({ control: form.control, name: `${at}.kept` });
  return (
    <Field
      label="Our key"
      optional
      error={errorAt(form, `${at}.text`)}
      help="PEM, of our certificate. Kept sealed and never shown again"
    >
      {kept ? (
        <Input
          readOnly
          value="•••••••••••••••• set"
          trailing={
            <Button
              variant="ghost"
              size="sm"
              className="-mr-1.5"
              onClick={() => form.setValue(`${at}.kept`, null, chosen)}
            >
              Replace
            </Button>
          }
        />
      ) : (
        <TextArea rows={2} {...form.register(`${at}.text`)} />
      )}
    </Field>
  );
}
