"use client";

import { useRouter } from "next/navigation";
import { useId } from "react";
import { Sheet, SheetHead } from "@/components/shell/sheet";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toaster";
import { useUnsavedGuard } from "@/components/ui/use-unsaved-guard";
import { ChannelEditor } from "./channel-editor";
import { newChannelForm, requestOf } from "./channel-form";
import { TestPane } from "./test-pane";
import { useChannelForm } from "./use-channel-form";
import { useChannelCalls } from "./use-channels";

const trail = [{ label: "Channels", href: "/channels" }];

/** A new channel. It is saved stopped, and goes on to where it can be tested. */
export function NewChannelScreen() {
  const formId = useId();
  const router = useRouter();
  const { create } = useChannelCalls();
  const { form, submit } = useChannelForm(newChannelForm, async (values) => {
    const made = await create(requestOf(values));
    notify({ title: `${made.name} is saved`, detail: "It is stopped. Test it, then start it" });
    router.push(`/channels/${made.id}?tab=edit${window.location.search.replace("?", "&")}`);
  });
  const { isDirty, isSubmitting } = form.formState;
  const guard = useUnsavedGuard(isDirty);
  return (
    <Sheet>
      <SheetHead
        title="New channel"
        trail={trail}
        actions={
          <Button variant="primary" type="submit" form={formId} loading={isSubmitting}>
            Save and test
          </Button>
        }
      />
      <ChannelEditor form={form} formId={formId} onSubmit={submit}>
        <TestPane form={form} />
      </ChannelEditor>
      {guard.question}
    </Sheet>
  );
}
