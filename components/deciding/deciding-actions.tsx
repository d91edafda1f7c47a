"use client";

import { ExportLink } from "@/components/export-link";
import { Button } from "@/components/ui/button";

type DecidingActionsProps = {
  /** The list as a file. */
  csv: string;
  /** Opens the first that waits; left out where there is none, or nothing to decide. */
  onBegin?: () => void;
};

/** The list as a file, and the way through all that waits. */
export function DecidingActions({ csv, onBegin }: DecidingActionsProps) {
  return (
    <>
      <ExportLink className="max-sm:hidden" href={csv} />
      {onBegin ? (
        <Button variant="primary" onClick={onBegin}>
          <span>
            Decide<span className="max-sm:hidden"> one by one</span>
          </span>
        </Button>
      ) : null}
    </>
  );
}
