"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { uuidv7 } from "uuidv7";
import { ApiError, apiFetch } from "@/components/api";
import { readAgain } from "@/components/read-again";
import { ReadFailed } from "@/components/read-failed";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { notify } from "@/components/ui/toaster";
import { syncJobSchema } from "@/lib/sync/schema";
import {
  fieldAt,
  requestOf,
  type StartForm,
  startable,
  startFormFor,
  startFormSchema,
} from "./start-request";
import { StartSyncFields } from "./start-sync-fields";
import { type CatalogueEntry, type Connection, useCatalogue, useConnections } from "./use-connections";
import { useMissingPart } from "./use-readiness";

type StartSyncDialogProps = { onClose: () => void };

/** Starts a sync. Mounted while open, so that it begins with fresh choices each time. */
export function StartSyncDialog({ onClose }: StartSyncDialogProps) {
  const formId = useId();
  const integrations = useConnections();
  const connectors = useCatalogue();
  const { data: connections } = integrations;
  const { data: catalogue } = connectors;
  const error = integrations.error ?? connectors.error;
  const [isSending, setSending] = useState(false);
  const active = connections && catalogue && startable(connections, catalogue);
  const footer = (
    <>
      <Button variant="ghost" onClick={onClose}>
        Cancel
      </Button>
      {active && active.length > 0 ? (
        <Button variant="primary" type="submit" form={formId} keys={["mod", "enter"]} loading={isSending}>
          Start sync
        </Button>
      ) : null}
    </>
  );
  return (
    <Dialog open onOpenChange={onClose} title="Start sync" footer={footer}>
      {error && !active ? (
        <ReadFailed
          what="Integrations"
          right="read integrations"
          error={error}
          onRetry={() => Promise.all([integrations.refetch(), connectors.refetch()])}
        />
      ) : !active || !catalogue ? (
        <SkeletonRows count={4} label="Loading integrations" />
      ) : !active[0] ? (
        <Banner tone="warn" title="Nothing to synchronise with">
          A sync needs an active system that can be asked for its data. An administrator sets one up, tests it
          and makes it active.
        </Banner>
      ) : (
        <StartSyncForm
          id={formId}
          connections={active}
          first={active[0]}
          catalogue={catalogue}
          onSending={setSending}
          onStarted={onClose}
        />
      )}
    </Dialog>
  );
}

type StartSyncFormProps = {
  id: string;
  connections: readonly Connection[];
  /** Chosen as the dialog opens. */
  first: Connection;
  catalogue: readonly CatalogueEntry[];
  onSending: (isSending: boolean) => void;
  onStarted: () => void;
};

function StartSyncForm({ id, connections, first, catalogue, onSending, onStarted }: StartSyncFormProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const start = useStartSync();
  const whatNext = useMissingPart() ? "It waits, and begins by itself" : "It goes on if you leave";
  const form = useForm<StartForm>({
    resolver: zodResolver(startFormSchema),
    defaultValues: startFormFor(first),
  });
  const submit = form.handleSubmit(async (values) => {
    setRefusal(null);
    onSending(true);
    try {
      const job = await start.mutateAsync(values);
      notify({ title: "Sync started", detail: `${job.integrationName}. ${whatNext}` });
      onStarted();
    } catch (error) {
      setRefusal(showProblem(form, error));
    } finally {
      onSending(false);
    }
  });
  return (
    <form id={id} noValidate onSubmit={submit} className="grid gap-3">
      {refusal ? <Banner tone="bad">{refusal}</Banner> : null}
      <StartSyncFields form={form} connections={connections} catalogue={catalogue} />
    </form>
  );
}

/** Puts what is wrong beside its field; answers a sentence when no field is to blame. */
function showProblem(form: UseFormReturn<StartForm>, error: unknown): string | null {
  if (!(error instanceof ApiError)) return "The server answered something unexpected. Try again.";
  const placed = error.fields.flatMap(({ path, message }) => {
    const field = fieldAt(path);
    return field ? [{ field, message }] : [];
  });
  for (const { field, message } of placed) form.setError(field, { message });
  return placed.length > 0 ? null : error.message;
}

/** A second try of the same choices is the same request to the server, should the first answer be lost. */
function useStartSync() {
  const client = useQueryClient();
  const last = useRef({ body: "", key: "" });
  return useMutation({
    mutationFn: (values: StartForm) => {
      const body = requestOf(values);
      const text = JSON.stringify(body);
      if (last.current.body !== text) last.current = { body: text, key: uuidv7() };
      const headers = { "idempotency-key": last.current.key };
      return apiFetch("/api/sync/jobs", syncJobSchema, { method: "POST", body, headers });
    },
    onSuccess: () => readAgain(client, ["sync"]),
  });
}
