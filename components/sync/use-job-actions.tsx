"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useState } from "react";
import { apiFetch } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { notify } from "@/components/ui/toaster";
import { type SyncJob, syncJobSchema } from "@/lib/sync/schema";
import type { JobAction } from "./job-actions";

type Choice = { job: SyncJob; action: JobAction };
type Act = (job: SyncJob, action: JobAction) => void;

const ActContext = createContext<Act>(() => undefined);

/** Does an action with a job, after asking where it asks first. */
export function useAct(): Act {
  return useContext(ActContext);
}

function useDoAction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ job, action: { request } }: Choice) =>
      apiFetch(`/api/sync/jobs/${job.id}${request.path}`, syncJobSchema, request),
    onSuccess: (_, { job, action }) => notify({ title: action.told, detail: job.integrationName }),
    onError: (error, { job, action }) =>
      notify({ tone: "bad", title: `${action.label(job)} did not work`, detail: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: ["sync"] }),
  });
}

/** Lets rows, panels and menus inside act on jobs, with one dialog for what has to be confirmed. */
export function JobActionsProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Choice | null>(null);
  const { mutate } = useDoAction();
  const act: Act = (job, action) => (action.confirm ? setAsked({ job, action }) : mutate({ job, action }));
  return (
    <ActContext value={act}>
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
    </ActContext>
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
