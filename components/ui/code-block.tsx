import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";

type CodeBlockProps = {
  code: string;
  /** What it is, for the button that copies it: "call". */
  what: string;
  /** Further buttons, such as one that copies a part of it. */
  children?: ReactNode;
};

/** Code to take along, as it is written. */
export function CodeBlock({ code, what, children }: CodeBlockProps) {
  return (
    <div className="grid gap-2">
      <pre
        // A stop for the keyboard, which scrolls it.
        tabIndex={0}
        className="overflow-x-auto rounded-md border border-line bg-sunken px-3 py-2.5 font-mono text-2xs/4"
      >
        {code}
      </pre>
      <div className="flex flex-wrap gap-1.5">
        <CopyButton text={code} what={what} size="sm" />
        {children}
      </div>
    </div>
  );
}
