"use client";

import { Copy } from "lucide-react";
import { Button, type ButtonSize, IconButton } from "./button";
import { notify } from "./toaster";

type CopyButtonProps = { text: string /** "key", "code" */; what: string; size?: ButtonSize };

async function copy({ text, what }: CopyButtonProps): Promise<void> {
  await navigator.clipboard.writeText(text);
  notify({ title: `${what.charAt(0).toUpperCase()}${what.slice(1)} copied` });
}

/** Takes a text along, and says that it did. */
export function CopyButton(props: CopyButtonProps) {
  return (
    <Button icon={Copy} size={props.size} onClick={() => copy(props)}>
      Copy {props.what}
    </Button>
  );
}

/** One line to take along, such as an address, as it is written, with the button that copies it. */
export function CopyLine(props: CopyButtonProps) {
  return (
    <div className="flex items-center gap-1.5">
      <code className="min-w-0 flex-1 select-all wrap-anywhere rounded-md border border-line-strong bg-sunken px-2.5 py-1.5 font-mono text-xs">
        {props.text}
      </code>
      <IconButton icon={Copy} label={`Copy ${props.what}`} size={props.size} onClick={() => copy(props)} />
    </div>
  );
}
