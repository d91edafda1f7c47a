"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { Button } from "@/components/ui/button";
import { PanelSection } from "@/components/ui/side-panel";
import { notify } from "@/components/ui/toaster";
import { useSubmit } from "@/components/use-submit";

type RevokeSectionProps = {
  name: string;
  /** What it is, such as «key». */
  what: string;
  /** What happens then. */
  consequence: string;
  onRevoke: () => Promise<unknown>;
};

function RevokeQuestion({
  name,
  what,
  consequence,
  onRevoke,
  onClose,
}: RevokeSectionProps & { onClose: () => void }) {
  const form = useSubmit([]);
  const send = async () => {
    await onRevoke();
    notify({ title: `${name} is revoked` });
    onClose();
  };
  return (
    <FormDialog
      title={`Revoke ${name}?`}
      description={consequence}
      action={`Revoke ${what}`}
      variant="danger"
      form={form}
      onSend={send}
      onClose={onClose}
    />
  );
}

/** The end of something that signs in by itself: a button, and a question before it. */
export function RevokeSection(props: RevokeSectionProps) {
  const [asks, setAsks] = useState(false);
  return (
    <PanelSection>
      <Button icon={Trash2} onClick={() => setAsks(true)}>
        Revoke
      </Button>
      {asks ? <RevokeQuestion {...props} onClose={() => setAsks(false)} /> : null}
    </PanelSection>
  );
}
