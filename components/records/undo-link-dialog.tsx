"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ApiError } from "@/components/api";
import { FormDialog } from "@/components/form-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/toaster";
import { useSubmit } from "@/components/use-submit";
import { recordNouns } from "./record-nouns";
import { useUndoLink, type WrongLink } from "./use-undo-link";

type UndoLinkDialogProps = { wrong: WrongLink; onClose: () => void };

/** Says what undoing a link will do, and asks why. */
export function UndoLinkDialog({ wrong, onClose }: UndoLinkDialogProps) {
  const form = useSubmit(["reason"]);
  const undo = useUndoing(wrong);
  const [reason, setReason] = useState("");
  const [wasSent, setSent] = useState(false);
  const isMissing = reason.trim() === "";
  const send = async () => {
    setSent(true);
    if (isMissing) return;
    await undo(reason);
    onClose();
  };
  return (
    <FormDialog
      title={`Undo the link to ${wrong.link.integrationName}`}
      description={consequence(wrong)}
      action="Undo link"
      form={form}
      onSend={send}
      onClose={onClose}
    >
      <Field
        label="Reason"
        error={
          wasSent && isMissing
            ? "Say why: it stands in the history of both records"
            : form.problem.fields.reason
        }
        help="It stands in the history of both records."
      >
        <Input value={reason} maxLength={500} onChange={({ target }) => setReason(target.value)} />
      </Field>
    </FormDialog>
  );
}

function consequence({ entity, link }: WrongLink): string {
  const { one: noun } = recordNouns[entity];
  const more = entity === "patients" ? ", with what belongs to it" : "";
  return `What ${link.integrationName} sent is taken out of this ${noun} and becomes a ${noun} of its own${more}. From then on the link leads there, and no later sync joins the two again.`;
}

/** Undoes a link and tells of it; one that somebody else has undone meanwhile needs no further step. */
function useUndoing(wrong: WrongLink): (reason: string) => Promise<void> {
  const router = useRouter();
  const { mutateAsync } = useUndoLink(wrong);
  const { one: noun } = recordNouns[wrong.entity];
  return async (reason) => {
    try {
      const { recordId } = await mutateAsync(reason);
      notify({
        title: "The link is undone",
        detail: `What ${wrong.link.integrationName} sent is a ${noun} of its own now.`,
        action: {
          label: `Open the new ${noun}`,
          onClick: () => router.push(`/records/${wrong.entity}/${recordId}`),
        },
      });
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "link_not_found")) throw error;
      notify({ title: "Somebody has undone this link already" });
    }
  };
}
