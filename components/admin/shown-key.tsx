"use client";

import { Copy } from "lucide-react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { notify } from "@/components/ui/toaster";
import type { CreatedApiKey } from "@/lib/auth/schema";

/** A key as it was just made: the one time it is shown. */
export function ShownKey({ made, onClose }: { made: CreatedApiKey; onClose: () => void }) {
  const copy = async () => {
    await navigator.clipboard.writeText(made.key);
    notify({ title: "Key copied" });
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Key for ${made.name}`}
      footer={
        <>
          <Button icon={Copy} onClick={copy}>
            Copy key
          </Button>
          <Button variant="primary" onClick={onClose}>
            I have kept it
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <Banner tone="warn">
          This is the only time the key is shown. Keep it where your secrets are kept.
        </Banner>
        <code className="block select-all wrap-anywhere rounded-md border border-line-strong bg-sunken px-3 py-2.5 font-mono text-sm">
          {made.key}
        </code>
      </div>
    </Dialog>
  );
}
