"use client";

import { useId, useState } from "react";
import { useDebounced } from "@/components/shell/use-debounced";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import { useUnsavedGuard } from "@/components/ui/use-unsaved-guard";
import { useSubmit } from "@/components/use-submit";
import type { MessageDetail, MessageView, ReplayMapping } from "@/lib/messages/schema";
import { EditPreview } from "./edit-preview";
import { editableOf, rawOf } from "./edited-text";
import { MappingChoice } from "./mapping-choice";
import { replayWords } from "./message-words";
import { useReplay } from "./use-messages";
import { useParty } from "./use-party";

type EditDialogProps = {
  message: MessageDetail;
  /** Told with the new message. */
  onReplayed: (message: MessageView) => void;
  onClose: () => void;
};

/** The text, what is sent of it, and what was complained about. */
function useEdit({ message, onReplayed }: EditDialogProps) {
  const original = editableOf(message.raw);
  const [text, setText] = useState(original);
  const [mapping, setMapping] = useState<ReplayMapping>("same");
  const form = useSubmit(["raw", "mapping"]);
  const replay = useReplay(message);
  const isEdited = text !== original;
  const send = () =>
    form.submit(async () => {
      const raw = isEdited ? rawOf(text, message.raw) : undefined;
      onReplayed(await replay.mutateAsync({ mapping, raw }));
    });
  return { original, text, setText, mapping, setMapping, form, isEdited, send };
}

/** Edits the text of a message beside what it becomes, and replays it as a new message. */
export function EditDialog(props: EditDialogProps) {
  const { message, onClose } = props;
  const formId = useId();
  const edit = useEdit(props);
  const party = useParty(message);
  const { ask, question } = useUnsavedGuard(edit.isEdited);
  const leave = () => ask(onClose);
  const buttons = (
    <>
      <Button variant="ghost" onClick={leave}>
        Cancel
      </Button>
      <Button
        variant="primary"
        type="submit"
        form={formId}
        keys={["mod", "enter"]}
        loading={edit.form.sending}
      >
        {edit.isEdited ? "Replay edited" : "Replay unchanged"}
      </Button>
    </>
  );
  return (
    <Dialog
      open
      size="wide"
      onOpenChange={(isOpen) => !isOpen && leave()}
      title="Edit and replay"
      description={replayWords(party)}
      footer={buttons}
    >
      <EditForm id={formId} edit={edit} />
      {question}
    </Dialog>
  );
}

function EditForm({ id, edit }: { id: string; edit: ReturnType<typeof useEdit> }) {
  const { original, text, setText, mapping, setMapping, form, send } = edit;
  const settled = useDebounced(text, 300);
  return (
    <form
      id={id}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="grid h-[64vh] grid-cols-2 grid-rows-[auto_minmax(0,1fr)_auto] gap-x-4 gap-y-3 max-lg:flex max-lg:h-auto max-lg:flex-col"
    >
      <div className="col-span-2 empty:hidden">
        {form.problem.message ? <Banner tone="bad">{form.problem.message}</Banner> : null}
      </div>
      <Field label="Text" error={form.problem.fields.raw} className="flex min-h-0 min-w-0 flex-col">
        <TextArea
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="min-h-60 flex-1 resize-none lg:min-h-0"
        />
      </Field>
      <EditPreview original={original} edited={settled} />
      <div className="col-span-2 max-w-115">
        <MappingChoice value={mapping} onChange={setMapping} />
      </div>
    </form>
  );
}
