"use client";

import { RotateCcw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { FullPageState } from "./full-page-state";

type PageErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** A page that failed while it was drawn. The digest leads to the server's log; the message stays there. */
export default function PageError({ error, reset }: PageErrorProps) {
  return (
    <FullPageState title="This page could not be shown">
      <p className="text-ink-2">
        The fault is Carelane’s. Syncs and messages go on, nothing you saved is lost.
        {error.digest ? (
          <>
            {" "}
            Its number in the log is <code className="font-mono text-xs">{error.digest}</code>.
          </>
        ) : null}
      </p>
      <Button variant="primary" icon={RotateCcw} onClick={reset}>
        Try again
      </Button>
    </FullPageState>
  );
}
