"use client";

import { createContext, type ReactNode, useContext, useId } from "react";
import { StatusShape } from "./status-shape";

type FieldControl = {
  id?: string;
  "aria-labelledby"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
};

const FieldContext = createContext<FieldControl>({});

/** What the field around a control says about it: spread it on the element that takes focus. */
export function useFieldControl(): FieldControl {
  return useContext(FieldContext);
}

type FieldProps = {
  label: string;
  help?: ReactNode;
  /** What is wrong and what to write instead; takes the place of the help. */
  error?: string;
  /** Required is the norm, so only the optional is marked. */
  optional?: boolean;
  /** A link or a button at the end of the label's line. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
};

/** One label, one control, and one line below it: the help, or the error in its place. */
export function Field({ label, help, error, optional, aside, children, className }: FieldProps) {
  const id = useId();
  const note = `${id}-note`;
  const control: FieldControl = {
    id,
    "aria-labelledby": `${id}-label`,
    "aria-describedby": error || help ? note : undefined,
    "aria-invalid": error ? true : undefined,
  };
  return (
    <div className={className ?? "min-w-0"}>
      <div className="mb-1.25 flex items-baseline justify-between gap-2">
        <label id={`${id}-label`} htmlFor={id} className="font-medium text-sm">
          {label}
          {optional ? <span className="font-normal text-ink-3"> (optional)</span> : null}
        </label>
        {aside}
      </div>
      <FieldContext value={control}>{children}</FieldContext>
      {error ? (
        <p id={note} role="alert" className="mt-1.25 flex items-center gap-1.25 text-bad-ink text-xs">
          <StatusShape shape="bad" />
          {error}
        </p>
      ) : help ? (
        <p id={note} className="mt-1.25 text-ink-3 text-xs">
          {help}
        </p>
      ) : null}
    </div>
  );
}
