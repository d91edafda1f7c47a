"use client";

import { type KeyboardEvent, useEffect, useRef } from "react";
import { Input } from "@/components/ui/input";

type TypedValueInputProps = {
  label: string;
  text: string;
  /** The id of the element that says whether it fits. */
  describedBy: string;
  onType: (text: string) => void;
  /** Enter keeps what is typed and goes back to the keys. */
  onDone: () => void;
};

/** A value of one's own in one line. */
export function TypedValueInput({ label, text, describedBy, onType, onDone }: TypedValueInputProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onDone();
  };
  return (
    <Input
      ref={input}
      aria-label={`${label} to save`}
      aria-describedby={describedBy}
      value={text}
      spellCheck={false}
      onChange={({ target }) => onType(target.value)}
      onKeyDown={onKeyDown}
    />
  );
}
