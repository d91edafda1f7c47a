"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useState } from "react";
import { apiFetch } from "@/components/api";
import { readAgain } from "@/components/read-again";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { notify } from "@/components/ui/toaster";
import { type SyncJob, syncJobSchema } from "@/lib/sync/schema";
import type { JobAction } from "./job-actions";

type Choice = { job: SyncJob; action: JobAction };
type JobActions = {
  /** Does an action with a job, after asking where it asks first. */
  act: (job: SyncJob, action: JobAction) => void;
  /** Whether the action was asked for here and not yet answered. */
  isUnderWay: (job: SyncJob, action: JobAction) => boolean;
};

const ActionsContext = createContext<JobActions>({ act: () => undefined, isUnderWay: () => false });

export function useJobActions(): JobActions {
  return useContext(ActionsContext);
}

/** The action of each job that waits for its answer. */
function useUnderWay() {
  const [underWay, setUnderWay] = useState<ReadonlyMap<string, string>>(new Map());
  const begin = ({ job, action }: Choice) => setUnderWay((all) => new Map(all).set(job.id, action.id));
  const end = ({ job }: Choice) =>
    setUnderWay((all) => new Map([...all].filter(([jobId]) => jobId !== job.id)));
  const isUnderWay: JobActions["isUnderWay"] = (job, action) => underWay.get(job.id) === action.id;
  return { begin, end, isUnderWay };
}

function useDoAction({ begin, end }: Pick<ReturnType<typeof useUnderWay>, "begin" | "end">) {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: ({ job, action: { request } }: Choice) =>
      apiFetch(`/api/sync/jobs/${job.id}${request.path}`, syncJobSchema, request),
    onMutate: begin,
    onSuccess: (after, { job, action }) => {
      const open = { label: "Open", onClick: () => router.push(`/sync?job=${after.id}`) };
      notify({
        title: action.told(job, after),
        detail: job.integrationName,
        action: action.leadsOn ? open : undefined,
      });
    },
    onError: (error, { job, action }) => {
      notify({ tone: "bad", title: `${action.label(job)} did not work`, detail: error.message });
    },
    onSettled: async (_after, _error, choice) => {
      await readAgain(client, ["sync"]);
      end(choice);
    },
  });
}

/** Lets rows, panels and menus inside act on jobs, with one dialog for what has to be confirmed. */
export function JobActionsProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Choice | null>(null);
  const { isUnderWay, ...course } = useUnderWay();
  const { mutate } = useDoAction(course);
  const act: JobActions["act"] = (job, action) => {
    if (isUnderWay(job, action)) return;
    if (action.confirm) setAsked({ job, action });
    else mutate({ job, action });
  };
  return (
    <ActionsContext value={{ act, isUnderWay }}>
      {children}
      {asked ? (
        <Confirm
          {...asked}
          onStay={() => setAsked(null)}
          onGo={() => {
            mutate(asked);
            setAsked(null);
          }}
        />
      ) : null}
    </ActionsContext>
  );
}

type ConfirmProps = Choice & { onStay: () => void; onGo: () => void };

function Confirm({ job, action, onStay, onGo }: ConfirmProps) {
  const confirmation = action.confirm?.(job);
  if (!confirmation) return null;
  const buttons = (
    <>
      <Button onClick={onStay}>{confirmation.stay}</Button>
      <Button variant={action.danger ? "danger" : "primary"} onClick={onGo}>
        {action.label(job)}
      </Button>
    </>
  );
  return (
    <Dialog open onOpenChange={onStay} title={confirmation.title} footer={buttons}>
      <p>{confirmation.text}</p>
    </Dialog>
  );
}
