"use client";

import { Popover } from "radix-ui";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { FilterChip } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type TypedFilterProps = {
  label: string;
  /** What may be written, below the box. */
  help: string;
  type?: "text" | "datetime-local";
  value: string | undefined;
  /** How a value reads in the chip. */
  shown?: string;
  /** Opens at once, as when it was just chosen from a menu. */
  openAtFirst?: boolean;
  onChange: (value: string | null) => void;
  onClose?: () => void;
};

/** A filter whose value is typed. */
export function TypedFilter(props: TypedFilterProps) {
  const { label, value, shown = value, openAtFirst = false, onChange, onClose } = props;
  const [open, setOpen] = useState(openAtFirst);
  const show = (next: boolean) => {
    setOpen(next);
    if (!next) onClose?.();
  };
  const take = (text: string) => {
    onChange(text.trim() || null);
    show(false);
  };
  return (
    <Popover.Root open={open} onOpenChange={show}>
      <Popover.Anchor asChild>
        <span className="inline-flex">
          <FilterChip
            label={label}
            value={shown}
            aria-haspopup="dialog"
            aria-expanded={open}
            onClick={() => show(true)}
            onClear={() => onChange(null)}
          />
        </span>
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          data-layer=""
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className="z-(--z-palette) w-72 animate-appear rounded-lg border border-line bg-raised p-3 shadow-raised dark:border-line-strong"
        >
          <TypedForm {...props} onTake={take} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

type TypedFormProps = Pick<TypedFilterProps, "label" | "help" | "type" | "value"> & {
  onTake: (text: string) => void;
};

function TypedForm({ label, help, type, value = "", onTake }: TypedFormProps) {
  const [text, setText] = useState(value);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onTake(text);
  };
  return (
    <form onSubmit={submit} className="grid gap-2.5">
      <Field label={label} help={help}>
        <Input
          type={type}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="primary" className="justify-self-end">
        Filter
      </Button>
    </form>
  );
}
