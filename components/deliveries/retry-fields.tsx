"use client";

import type { ReactNode } from "react";
import type { UseFormRegisterReturn } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { formatDuration } from "@/components/ui/format";
import { Input } from "@/components/ui/input";
import { parseWaits, wholeWait } from "./wait-list";

type Registered = UseFormRegisterReturn & { error?: string };

type RetryFieldsProps = {
  /** As they are typed at present. */
  values: { maxAttempts: string; waits: string };
  maxAttempts: Registered;
  waits: Registered;
  /** A field to the right of the tries. */
  beside?: ReactNode;
};

/** In hours from one on: days would hide most of a schedule. */
function spanOf(seconds: number): string {
  return seconds < 3_600 ? formatDuration(seconds * 1_000) : `${Math.round(seconds / 3_600)} h`;
}

/** How often something is sent that does not arrive, and how long after each other. */
export function RetryFields({ values, maxAttempts, waits, beside }: RetryFieldsProps) {
  const { error: wrongTries, ...tries } = maxAttempts;
  const { error: wrongWaits, ...schedule } = waits;
  const seconds = wholeWait(parseWaits(values.waits), Math.min(Number(values.maxAttempts), 20) || 0);
  const span = seconds > 0 ? ` The last try is ${spanOf(seconds)} after the first.` : "";
  return (
    <>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field label="Tries" error={wrongTries} help="1 to 20, with the first">
          <Input inputMode="numeric" autoComplete="off" {...tries} />
        </Field>
        {beside}
      </div>
      <Field
        label="Waits between tries"
        error={wrongWaits}
        help={`Such as 5 s, 5 min, 2 h. The last one repeats, each varies by a fifth.${span}`}
      >
        <Input autoComplete="off" {...schedule} />
      </Field>
    </>
  );
}
