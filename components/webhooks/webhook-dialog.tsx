"use client";

import { useEffect, useId, useState } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { ApiError } from "@/components/api";
import { Banner } from "@/components/ui/banner";
import { Button, type ButtonProps } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DiscardChanges } from "@/components/ui/discard-changes";
import { notify } from "@/components/ui/toaster";
import type { WebhookView, WebhookWithSecret } from "@/lib/webhooks/schema";
import { useChangeWebhooks } from "./use-webhooks";
import { WebhookFields } from "./webhook-fields";
import {
  changeOf,
  fieldAt,
  formOf,
  newWebhookForm,
  requestOf,
  resolveWebhookForm,
  type WebhookForm,
} from "./webhook-form";
import { nameOfWebhook } from "./webhook-words";

type WebhookDialogProps = {
  /** The one to change; without it a new one is made. */
  webhook?: WebhookView;
  /** Told with the secret of a new one. */
  onMade?: (webhook: WebhookWithSecret) => void;
  onClose: () => void;
};

function useWebhookForm({ webhook, onMade, onClose }: WebhookDialogProps) {
  const [base] = useState(webhook ? formOf(webhook) : newWebhookForm);
  const { create, change } = useChangeWebhooks();
  const form = useForm({ resolver: resolveWebhookForm, defaultValues: base });
  const save = async (values: WebhookForm) => {
    if (!webhook) return onMade?.(await create(requestOf(values)));
    const wanted = changeOf(base, values);
    if (Object.keys(wanted).length === 0) return;
    notify({ title: `${nameOfWebhook(await change(webhook.id, wanted))} is changed` });
  };
  const submit = form.handleSubmit(async (values) => {
    try {
      await save(values);
      onClose();
    } catch (error) {
      showProblem(form, error);
    }
  });
  return { form, submit };
}

/** Puts what is wrong beside its field, or above the form when no field is to blame. */
function showProblem(form: UseFormReturn<WebhookForm>, error: unknown): void {
  const message = error instanceof ApiError ? error.message : "Something failed on this page. Try again.";
  const fields = error instanceof ApiError ? error.fields : [];
  const placed = fields.flatMap((complaint) => {
    const field = fieldAt(complaint.path);
    return field ? [{ field, message: complaint.message }] : [];
  });
  if (error instanceof ApiError && error.code === "endpoint_not_allowed") {
    placed.push({ field: "endpoint", message });
  }
  for (const { field, message } of placed) form.setError(field, { message }, { shouldFocus: true });
  if (placed.length === 0) form.setError("root", { message });
}

/** The tab must not be closed over what was typed and not saved. */
function useUnsavedWarning(isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isDirty]);
}

/** Sets an endpoint up, or changes it. Mounted while open. */
export function WebhookDialog(props: WebhookDialogProps) {
  const { webhook, onClose } = props;
  const formId = useId();
  const { form, submit } = useWebhookForm(props);
  const { isDirty, isSubmitting, errors } = form.formState;
  const [isLeaving, setLeaving] = useState(false);
  useUnsavedWarning(isDirty);
  const leave = () => (isDirty ? setLeaving(true) : onClose());
  return (
    <Dialog
      open
      size="medium"
      onOpenChange={(isOpen) => !isOpen && leave()}
      title={webhook ? `Edit ${nameOfWebhook(webhook)}` : "Add endpoint"}
      description={webhook ? undefined : "Another system is told, by a signed message, what happens here."}
      footer={
        <>
          <Button variant="ghost" onClick={leave}>
            Cancel
          </Button>
          <SendForm form={formId} loading={isSubmitting}>
            {webhook ? "Save" : "Add endpoint"}
          </SendForm>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-4">
        {errors.root?.message ? <Banner tone="bad">{errors.root.message}</Banner> : null}
        <WebhookFields form={form} webhook={webhook} />
      </form>
      {isLeaving ? <DiscardChanges onKeep={() => setLeaving(false)} onDiscard={onClose} /> : null}
    </Dialog>
  );
}

function SendForm(props: Pick<ButtonProps, "form" | "loading" | "children">) {
  return <Button variant="primary" type="submit" keys={["mod", "enter"]} {...props} />;
}
