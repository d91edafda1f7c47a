"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "./button";
import { Input, type InputProps } from "./input";

/** Typing a password, with a way to look at it. */
export function PasswordInput(props: Omit<InputProps, "type" | "trailing">) {
  const [shown, setShown] = useState(false);
  return (
    <Input
      {...props}
      type={shown ? "text" : "password"}
      trailing={
        <IconButton
          icon={shown ? EyeOff : Eye}
          label={shown ? "Hide password" : "Show password"}
          size="sm"
          className="-mr-1.25"
          onClick={() => setShown(!shown)}
        />
      }
    />
  );
}

type SecretInputProps = Omit<InputProps, "type" | "trailing"> & {
  /** The last four characters of the secret that is kept; without it there is none yet. */
  keptEnding?: string;
};

/** A kept secret shows only its last four characters; replacing it is a step of its own. */
export function SecretInput({ keptEnding, ...props }: SecretInputProps) {
  const [replacing, setReplacing] = useState(keptEnding === undefined);
  if (replacing) {
    return <Input {...props} type="password" autoComplete="off" autoFocus={keptEnding !== undefined} />;
  }
  return (
    <Input
      readOnly
      value={`•••••••••••••••• ${keptEnding}`}
      trailing={
        <Button variant="ghost" size="sm" className="-mr-1.5" onClick={() => setReplacing(true)}>
          Replace
        </Button>
      }
    />
  );
}
