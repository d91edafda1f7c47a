"use client";

import { clsx } from "clsx";
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { inputLook } from "@/components/ui/input";
import { StatusShape } from "@/components/ui/status-shape";
import type { TypedText } from "./use-deciding";

type TypedValueInputProps = {
  label: string;
  typed: TypedText;
  /** Lists and groups take several lines. */
  isLong: boolean;
  onType: (text: string) => void;
  /** Enter keeps what is typed and goes back to the keys. */
  onDone: () => void;
};

/** The value of one's own, checked while it is typed. */
export function TypedValueInput({ label, typed, isLong, onType, onDone }: TypedValueInputProps) {
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const note = useId();
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || isLong || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onDone();
  };
  const Tag = isLong ? "textarea" : "input";
  return (
    <div data-typing="">
      <Tag
        ref={input}
        aria-label={`${label} to save`}
        aria-invalid={typed.error !== null}
        aria-describedby={note}
        value={typed.text}
        rows={isLong ? 8 : undefined}
        spellCheck={false}
        onChange={({ target }: { target: { value: string } }) => onType(target.value)}
        onKeyDown={onKeyDown}
        className={clsx(
          inputLook("md", typed.error ? "error" : "control"),
          isLong ? "h-auto! py-1.5 font-mono text-xs" : "font-semibold",
        )}
      />
      <p
        id={note}
        aria-live="polite"
        className={clsx(
          "mt-1 flex items-start gap-1.25 text-xs",
          typed.error ? "text-bad-ink" : "text-ok-ink",
        )}
      >
        <StatusShape shape={typed.error ? "bad" : "ok"} className="mt-0.25 size-3.5" />
        <span className="wrap-anywhere">{typed.error ?? "Typed, and it fits the field"}</span>
      </p>
    </div>
  );
}
