"use client";

import { Globe, type LucideIcon, Network, Plug, Plus, Trash2, Webhook } from "lucide-react";
import { useFieldArray, useWatch } from "react-hook-form";
import { FormSection } from "@/components/integrations/form-section";
import { Button, IconButton } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { DestinationDefinition } from "@/lib/channels/schema";
import type { FieldsProps } from "./channel-form";
import { DestinationFields } from "./destination-fields";
import { newDestination } from "./destination-form";

type Kind = DestinationDefinition["kind"];

const kinds: Readonly<Record<Kind, { label: string; icon: LucideIcon }>> = {
  http: { label: "HTTP address", icon: Globe },
  mllp: { label: "HL7 v2 address (MLLP)", icon: Network },
  integration: { label: "Integration", icon: Plug },
  webhook: { label: "Webhook endpoint", icon: Webhook },
};
const kindNames: readonly Kind[] = ["http", "mllp", "integration", "webhook"];

/** Where messages go. Each destination has its own queue. */
export function DestinationList({ form }: FieldsProps) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "destinations" });
  return (
    <FormSection
      title="Destinations"
      help="Each has a queue of its own: one that is down stops no other. What waits for one that is taken out is still sent."
    >
      {fields.map(({ id }, index) => (
        <DestinationItem key={id} form={form} index={index} onRemove={() => remove(index)} />
      ))}
      <div>
        <Menu
          align="start"
          trigger={
            <Button size="sm" icon={Plus}>
              Add destination
            </Button>
          }
        >
          {kindNames.map((kind) => (
            <MenuItem key={kind} icon={kinds[kind].icon} onSelect={() => append(newDestination(kind))}>
              {kinds[kind].label}
            </MenuItem>
          ))}
        </Menu>
      </div>
    </FormSection>
  );
}

type DestinationItemProps = FieldsProps & { index: number; onRemove: () => void };

function DestinationItem({ form, index, onRemove }: DestinationItemProps) {
  const kind = useWatch({ control: form.control, name: `destinations.${index}.kind` });
  const { label, icon: Icon } = kinds[kind];
  const name = `Destination ${index + 1}: ${label}`;
  return (
    <section aria-label={name} className="rounded-md border border-line-strong">
      <div className="flex items-center gap-2 border-line border-b py-1 pr-1.5 pl-3">
        <Icon className="size-4 text-ink-3" />
        <h3 className="min-w-0 flex-1 font-medium">{label}</h3>
        <IconButton size="sm" icon={Trash2} label={`Remove ${name}`} onClick={onRemove} />
      </div>
      <div className="grid gap-3.5 p-3">
        <DestinationFields form={form} index={index} kind={kind} />
      </div>
    </section>
  );
}
