"use client";

import { type ReactNode, useId } from "react";
import { Banner } from "@/components/ui/banner";
import { Button, type ButtonVariant } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { useSubmit } from "./use-submit";

type FormDialogProps = {
  title: string;
  description?: ReactNode;
  /** A verb and what it is done to: "Add person". */
  action: string;
  variant?: ButtonVariant;
  form: ReturnType<typeof useSubmit>;
  /** Sends; a rejection stays in the dialog as its complaint. */
  onSend: () => Promise<void>;
  onClose: () => void;
  children?: ReactNode;
};

/** A decision with a form, or with nothing but a question; open as long as it is rendered. */
export function FormDialog({
  title,
  description,
  action,
  variant,
  form,
  onSend,
  onClose,
  children,
}: FormDialogProps) {
  const id = useId();
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title}
      description={description}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant={variant ?? "primary"} type="submit" form={id} loading={form.sending}>
            {action}
          </Button>
        </>
      }
    >
      <form
        id={id}
        noValidate
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          form.submit(onSend);
        }}
      >
        {form.problem.message ? <Banner tone="bad">{form.problem.message}</Banner> : null}
        {children}
      </form>
    </Dialog>
  );
}
