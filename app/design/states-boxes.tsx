"use client";

import { RefreshCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { EmptyState, ErrorState, ForbiddenState } from "@/components/ui/states";
import { Box } from "./box";

export function EmptyBox() {
  return (
    <Box title="Empty: say what will be here and the next step">
      <EmptyState
        icon={RefreshCw}
        title="No sync has run yet"
        action={
          <>
            <Button variant="primary">Add integration</Button>
            <Button>Try with demo data</Button>
          </>
        }
      >
        Connect an EHR first. Its patients and observations then appear here within minutes.
      </EmptyState>
    </Box>
  );
}

export function LoadingBox() {
  return (
    <Box title="Loading: the shape of what comes, after 200 ms" flush>
      <div className="pb-4">
        <SkeletonRows count={4} />
      </div>
    </Box>
  );
}

export function ErrorBox() {
  return (
    <Box title="Error: what, whose, what now">
      <ErrorState title="Jobs could not be read" onRetry={() => undefined} requestId="req_77c1e">
        The database did not answer within 5 s. Running jobs go on, nothing is lost.
      </ErrorState>
    </Box>
  );
}

export function ForbiddenBox() {
  return (
    <Box title="Forbidden: who can help">
      <ForbiddenState
        right="manage integrations"
        action={
          <>
            <Button>Ask for access</Button>
            <Button variant="ghost">Back to sync</Button>
          </>
        }
      >
        Your role is lab staff. Mara Lindqvist or Jonas Beck can give it to you.
      </ForbiddenState>
    </Box>
  );
}
