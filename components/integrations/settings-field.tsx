"use client";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { formatDate } from "@/components/ui/format";
import { Input } from "@/components/ui/input";
import { SecretInput } from "@/components/ui/secret-input";
import { Segments } from "@/components/ui/segments";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { IntegrationView } from "@/lib/integrations/schema";
import type { ConfigProperty } from "@/lib/integrations/view";
import type { FieldValue } from "./settings-form";

export type SettingsFieldProps = {
  name: string;
  property: ConfigProperty;
  isRequired: boolean;
  value: FieldValue;
  /** What is kept of it; a secret's end alone. */
  kept?: IntegrationView["credentials"][string];
  error?: string;
  onChange: (value: FieldValue) => void;
};

/** One setting of a connector, drawn by its JSON Schema. */
export function SettingsField(props: SettingsFieldProps) {
  const { name, property, isRequired, value, error, onChange } = props;
  if (property.type === "boolean") {
    return <YesNo property={property} name={name} value={value === true} onChange={onChange} />;
  }
  return (
    <Field
      label={property.title ?? name}
      help={helpOf(props)}
      error={error}
      optional={!isRequired}
      aside={<TakeOut {...props} />}
    >
      <Control {...props} />
    </Field>
  );
}

/** What it is for, and of a secret that is kept since when and how it ends. */
function helpOf({ property, kept, value }: SettingsFieldProps): string | undefined {
  if (!property.secret || !kept?.set) return property.description;
  if (value === null) return "Taken out when you save";
  const since = kept.updatedAt ? ` ${formatDate(new Date(kept.updatedAt), new Date())}` : "";
  const ending = kept.hint ? `, ends in ${kept.hint.replace("…", "")}` : "";
  return [`Set${since}${ending}.`, property.description].filter(Boolean).join(" ");
}

/** A secret is not emptied by emptying its field, for that is how it stays. */
function TakeOut({ property, isRequired, kept, value, onChange }: SettingsFieldProps) {
  if (!property.secret || !kept?.set || isRequired) return null;
  return (
    <Button variant="ghost" size="sm" onClick={() => onChange(value === null ? "" : null)}>
      {value === null ? "Keep it" : "Take out"}
    </Button>
  );
}

function Control({ property, value, kept, onChange }: SettingsFieldProps) {
  const text = typeof value === "string" ? value : "";
  const typing = {
    value: text,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
    autoComplete: "off",
    spellCheck: false,
  };
  if (property.secret) {
    return value === null ? (
      <Input readOnly value="" />
    ) : (
      <SecretInput {...typing} keptEnding={kept?.set ? (kept.hint ?? "").replace("…", "") : undefined} />
    );
  }
  if (property.enum) return <Choice property={property} value={text} onChange={onChange} />;
  const isNumber = property.type === "number" || property.type === "integer";
  return (
    <Input {...typing} inputMode={isNumber ? "numeric" : property.format === "uri" ? "url" : undefined} />
  );
}

type ChoiceProps = { property: ConfigProperty; value: string; onChange: (value: string) => void };

/** Two or three choices in sight, more in a list. */
function Choice({ property: { enum: values = [], labels = {} }, ...choice }: ChoiceProps) {
  const options = values.map((value) => ({ value, label: labels[value] ?? value }));
  return options.length > 3 ? (
    <Select options={options} {...choice} />
  ) : (
    <Segments options={options} {...choice} />
  );
}

type YesNoProps = {
  property: ConfigProperty;
  name: string;
  value: boolean;
  onChange: (value: boolean) => void;
};

function YesNo({ property, name, value, onChange }: YesNoProps) {
  return (
    <div>
      <Switch
        label={property.title ?? name}
        checked={value}
        onChange={(event) => onChange(event.target.checked)}
      />
      {property.description ? <p className="mt-1 text-ink-3 text-xs">{property.description}</p> : null}
    </div>
  );
}
