"use client";

import { Copy, Download, Ellipsis } from "lucide-react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button, IconButton } from "@/components/ui/button";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import { notify } from "@/components/ui/toaster";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import type { SyncJob } from "@/lib/sync/schema";
import { actionsFor } from "./job-actions";
import { errorsCsvPath } from "./job-errors";
import { useJobActions } from "./use-job-actions";

type JobProps = { job: SyncJob };

/** The actions of a job as buttons, each with its key. */
export function JobButtons({ job }: JobProps) {
  const { permissions } = useWorkspace();
  const { act, isUnderWay } = useJobActions();
  const actions = actionsFor(job, permissions);
  const byKey = actions.flatMap((action) =>
    (action.keys ?? []).map((key) => [key.toLowerCase(), () => act(job, action)] as const),
  );
  useShortcuts(Object.fromEntries(byKey));
  return actions.map((action) => (
    <Button
      key={action.id}
      icon={action.danger ? undefined : action.icon}
      keys={action.keys}
      variant={action.danger ? "danger" : "plain"}
      loading={isUnderWay(job, action)}
      onClick={() => act(job, action)}
    >
      {action.label(job)}
    </Button>
  ));
}

/** The same in a row's menu, with what can be taken away from a job. */
export function JobMenu({ job, name }: JobProps & { name: string }) {
  const { permissions } = useWorkspace();
  const { act } = useJobActions();
  const actions = actionsFor(job, permissions);
  const copyId = async () => {
    await navigator.clipboard.writeText(job.id);
    notify({ title: "Job id copied" });
  };
  return (
    <Menu trigger={<IconButton size="sm" icon={Ellipsis} label={`Actions of ${name}`} />}>
      {actions.map((action) => (
        <MenuItem key={action.id} icon={action.icon} danger={action.danger} onSelect={() => act(job, action)}>
          {action.label(job)}
        </MenuItem>
      ))}
      {actions.length > 0 ? <MenuLine /> : null}
      <MenuItem icon={Copy} onSelect={copyId}>
        Copy job id
      </MenuItem>
      {job.counts.failed > 0 ? (
        <MenuItem icon={Download} onSelect={() => window.location.assign(errorsCsvPath(job.id))}>
          Errors as CSV
        </MenuItem>
      ) : null}
    </Menu>
  );
}
