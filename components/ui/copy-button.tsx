"use client";

import { Copy } from "lucide-react";
import { Button, type ButtonSize } from "./button";
import { notify } from "./toaster";

type CopyButtonProps = { text: string /** "key", "code" */; what: string; size?: ButtonSize };

/** Takes a text along, and says that it did. */
export function CopyButton({ text, what, size }: CopyButtonProps) {
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    notify({ title: `${what.charAt(0).toUpperCase()}${what.slice(1)} copied` });
  };
  return (
    <Button icon={Copy} size={size} onClick={copy}>
      Copy {what}
    </Button>
  );
}
