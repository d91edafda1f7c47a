"use client";

import { useId, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toaster";
import { useUnsavedGuard } from "@/components/ui/use-unsaved-guard";
import { ChannelEditor } from "./channel-editor";
import { changeOf, formOf } from "./channel-form";
import { SavedMeanwhile } from "./saved-meanwhile";
import { TestPane } from "./test-pane";
import { useChannelForm } from "./use-channel-form";
import { type Channel, useChannelCalls } from "./use-channels";

/** The definition of a channel as a form, beside a test of it. The form begins anew after each save. */
export function EditChannel({ channel }: { channel: Channel }) {
  const formId = useId();
  const [beginning, setBeginning] = useState(channel);
  /** The newest version that the person knows of: what is saved says that it is made in view of that one. */
  const [seen, setSeen] = useState(channel.version);
  const before = useMemo(() => formOf(beginning), [beginning]);
  const { change } = useChannelCalls();
  const beginWith = (saved: Channel) => {
    setBeginning(saved);
    setSeen(saved.version);
  };
  const { form, submit } = useChannelForm(before, async (values) => {
    const saved = await change(channel.id, seen, changeOf(before, values));
    beginWith(saved);
    notify({ title: `${saved.name} is saved`, detail: savedWords(saved, beginning) });
  });
  const { isDirty, isSubmitting } = form.formState;
  const guard = useUnsavedGuard(isDirty);
  const isBehind = channel.version > seen && !isSubmitting;
  // Nothing typed is lost by it.
  if (isBehind && !isDirty) beginWith(channel);
  return (
    <>
      <ChannelEditor
        form={form}
        formId={formId}
        onSubmit={submit}
        channelId={channel.id}
        notice={
          isBehind && isDirty ? (
            <SavedMeanwhile
              channel={channel}
              before={before}
              mine={form.getValues()}
              onKeepMine={() => {
                setSeen(channel.version);
                form.clearErrors("root");
              }}
              onTakeTheirs={() => beginWith(channel)}
            />
          ) : null
        }
      >
        <TestPane form={form} channelId={channel.id} />
      </ChannelEditor>
      <footer className="flex min-h-12 flex-none items-center gap-3 border-line border-t py-1.5 pr-3 pl-4.5 text-ink-3 text-xs max-sm:pl-3.5">
        <p className="min-w-0 flex-1 text-pretty">
          {isDirty ? (
            <>
              <span className="font-medium text-ink-2">Not saved yet.</span> A changed definition is a version
              of its own
              {channel.status === "RUNNING" ? ", in force at once." : "."}
            </>
          ) : (
            "Everything is saved."
          )}
        </p>
        <Button variant="primary" type="submit" form={formId} loading={isSubmitting}>
          Save channel
        </Button>
      </footer>
      {guard.question}
    </>
  );
}

function savedWords(saved: Channel, before: Channel): string | undefined {
  return saved.version > before.version ? `It is version ${saved.version}` : undefined;
}
