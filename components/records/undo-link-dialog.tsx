"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { ApiError } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/toaster";
import { recordNouns } from "./record-nouns";
import { useUndoLink, type WrongLink } from "./use-undo-link";

/** The server says what stands in the way; what somebody else has undone needs no further step. */
function refusalWords(error: unknown): string {
  if (!(error instanceof ApiError)) return "Something failed on this page. Try again.";
  if (error.code === "link_not_found") return "This link is undone already. Close and look again.";
  return error.message;
}

type UndoLinkDialogProps = { wrong: WrongLink; onClose: () => void };

/** Says what undoing a link will do, and asks why. */
export function UndoLinkDialog({ wrong, onClose }: UndoLinkDialogProps) {
  const form = useId();
  const router = useRouter();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const { mutateAsync, isPending } = useUndoLink(wrong);
  const { entity, link } = wrong;
  const { one: noun } = recordNouns[entity];
  const system = link.integrationName;
  const goTo = (id: string) => router.push(`/records/${entity}/${id}`);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === "") return setError("Say why: it stands in the history of both records");
    try {
      const { recordId } = await mutateAsync(reason);
      notify({
        title: "The link is undone",
        detail: `What ${system} sent is a ${noun} of its own now.`,
        action: { label: `Open the new ${noun}`, onClick: () => goTo(recordId) },
      });
      onClose();
    } catch (refused) {
      setError(refusalWords(refused));
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Undo the link to ${system}`}
      description={`What ${system} sent is taken out of this ${noun} and becomes a ${noun} of its own${
        entity === "patients" ? ", with what belongs to it" : ""
      }. From then on the link leads there, and no later sync joins the two again.`}
      footer={
        <>
          <Button onClick={onClose}>Keep the link</Button>
          <Button variant="primary" type="submit" form={form} keys={["mod", "enter"]} loading={isPending}>
            Undo link
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send}>
        <Field label="Reason" error={error} help="It stands in the history of both records.">
          <Input value={reason} maxLength={500} onChange={({ target }) => setReason(target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
