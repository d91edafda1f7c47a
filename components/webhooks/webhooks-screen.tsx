"use client";

import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ExportLink } from "@/components/export-link";
import { ReadAgainFailed, ReadFailed } from "@/components/read-failed";
import { Sheet, SheetBody } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { SyncHead } from "@/components/sync/sync-head";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { TableFoot } from "@/components/ui/table";
import { useOpened } from "@/components/ui/use-opened";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import type { WebhookWithSecret } from "@/lib/webhooks/schema";
import { NoWebhooks } from "./no-webhooks";
import { ShownSecret } from "./shown-secret";
import { csvPath, useWebhooks } from "./use-webhooks";
import { WebhookDialog } from "./webhook-dialog";
import { WebhookPanel } from "./webhook-panel";
import { WebhookTable } from "./webhook-table";

/** Who is told what happens here: a tab of the sync dashboard. */
export function WebhooksScreen() {
  const query = useWebhooks();
  const { data: webhooks } = query;
  const mayChange = usePermission("webhooks:write");
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<WebhookWithSecret>();
  useShortcuts({ n: () => setAdding(true) }, { enabled: mayChange });
  const add = mayChange ? (
    <Button variant="primary" icon={Plus} keys={["N"]} onClick={() => setAdding(true)}>
      Add endpoint
    </Button>
  ) : null;
  const { id: openId, open } = useOpened("webhook");
  return (
    <Sheet>
      <SyncHead
        actions={
          <>
            <ExportLink className="max-sm:hidden" href={csvPath()} />
            {add}
          </>
        }
      />
      <SheetBody>
        <Endpoints query={query} openId={openId} onOpen={open} action={add} />
      </SheetBody>
      {webhooks ? <Foot count={webhooks.length} /> : null}
      <WebhookPanel webhooks={webhooks} openId={openId} onOpen={open} />
      {isAdding ? <WebhookDialog onMade={setMade} onClose={() => setAdding(false)} /> : null}
      {made ? <ShownSecret webhook={made} onClose={() => setMade(undefined)} /> : null}
    </Sheet>
  );
}

type EndpointsProps = {
  query: ReturnType<typeof useWebhooks>;
  openId: string | null;
  onOpen: (id: string) => void;
  /** What to do where there is none. */
  action: ReactNode;
};

function Endpoints({ query, openId, onOpen, action }: EndpointsProps) {
  const { data: webhooks, error, dataUpdatedAt, refetch } = query;
  if (!webhooks) {
    return error ? (
      <div className="p-4.5">
        <ReadFailed what="Webhooks" right="read webhooks" error={error} onRetry={refetch} />
      </div>
    ) : (
      <SkeletonRows label="Loading webhooks" />
    );
  }
  return (
    <>
      {error ? (
        <ReadAgainFailed what="Webhooks" error={error} readAtMs={dataUpdatedAt} onRetry={refetch} />
      ) : null}
      {webhooks.length === 0 ? (
        <NoWebhooks action={action} />
      ) : (
        <WebhookTable webhooks={webhooks} openId={openId} onOpen={onOpen} />
      )}
    </>
  );
}

function Foot({ count }: { count: number }) {
  return (
    <TableFoot aside="Each endpoint has its own queue: a slow one delays no other">
      {count === 1 ? "1 endpoint" : `${count} endpoints`}
    </TableFoot>
  );
}
