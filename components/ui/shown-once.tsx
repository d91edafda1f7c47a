"use client";

import type { ReactNode } from "react";
import { Banner } from "./banner";
import { Button } from "./button";
import { CopyButton } from "./copy-button";
import { Dialog } from "./dialog";

type ShownOnceProps = {
  title: string;
  /** "key" or "secret" */
  what: string;
  text: string;
  onClose: () => void;
  /** What else to know about it. */
  children?: ReactNode;
};

/** A secret as it was just made: the one time it is shown. */
export function ShownOnce({ title, what, text, onClose, children }: ShownOnceProps) {
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title}
      footer={
        <>
          <CopyButton text={text} what={what} />
          <Button variant="primary" onClick={onClose}>
            I have kept it
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <Banner tone="warn">
          This is the only time the {what} is shown. Keep it where your secrets are kept.
        </Banner>
        <code className="block select-all wrap-anywhere rounded-md border border-line-strong bg-sunken px-3 py-2.5 font-mono text-sm">
          {text}
        </code>
        {children}
      </div>
    </Dialog>
  );
}
