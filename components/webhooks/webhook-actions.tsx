"use client";

import { Ellipsis, KeyRound, Pencil, Power, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { ApiError } from "@/components/api";
import { FormDialog } from "@/components/form-dialog";
import { Banner } from "@/components/ui/banner";
import { Button, IconButton } from "@/components/ui/button";
import { formatDuration } from "@/components/ui/format";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import { StatusShape } from "@/components/ui/status-shape";
import { notify } from "@/components/ui/toaster";
import { useSubmit } from "@/components/use-submit";
import type { WebhookTestResult, WebhookView, WebhookWithSecret } from "@/lib/webhooks/schema";
import { ShownSecret } from "./shown-secret";
import { useSwitchWebhook } from "./use-switch-webhook";
import { useChangeWebhooks } from "./use-webhooks";
import { WebhookDialog } from "./webhook-dialog";
import { nameOfWebhook } from "./webhook-words";

type ActionProps = { webhook: WebhookView; onClose: () => void };
type Open = "edit" | "rotate" | "delete" | null;

/** What can be done with an endpoint. */
export function WebhookActions({ webhook }: { webhook: WebhookView }) {
  const [open, setOpen] = useState<Open>(null);
  const [rotated, setRotated] = useState<WebhookWithSecret>();
  const { turn, isTurning } = useSwitchWebhook(webhook);
  const close = () => setOpen(null);
  return (
    <div className="min-w-0 flex-1">
      {webhook.protocol === "fhir" ? (
        <Button icon={Trash2} onClick={() => setOpen("delete")}>
          Delete
        </Button>
      ) : (
        <div className="flex flex-wrap gap-2">
          <SendTest webhook={webhook} />
          {webhook.enabled ? null : (
            <Button icon={Power} loading={isTurning} onClick={turn}>
              Turn on
            </Button>
          )}
          <Button icon={Pencil} onClick={() => setOpen("edit")}>
            Edit
          </Button>
          <MoreActions onTurnOff={webhook.enabled ? turn : undefined} onOpen={setOpen} />
        </div>
      )}
      {open === "edit" ? <WebhookDialog webhook={webhook} onClose={close} /> : null}
      {open === "rotate" ? <RotateSecret webhook={webhook} onClose={close} onRotated={setRotated} /> : null}
      {open === "delete" ? <DeleteWebhook webhook={webhook} onClose={close} /> : null}
      {rotated ? <ShownSecret webhook={rotated} onClose={() => setRotated(undefined)} /> : null}
    </div>
  );
}

type MoreActionsProps = { onTurnOff?: () => void; onOpen: (open: Open) => void };

function MoreActions({ onTurnOff, onOpen }: MoreActionsProps) {
  return (
    <div className="ml-auto">
      <Menu side="top" trigger={<IconButton icon={Ellipsis} label="More actions" />}>
        {onTurnOff ? (
          <MenuItem icon={Power} onSelect={onTurnOff}>
            Turn off
          </MenuItem>
        ) : null}
        <MenuItem icon={KeyRound} onSelect={() => onOpen("rotate")}>
          Rotate secret
        </MenuItem>
        <MenuLine />
        <MenuItem icon={Trash2} danger onSelect={() => onOpen("delete")}>
          Delete
        </MenuItem>
      </Menu>
    </div>
  );
}

/** Sends a test message at once, and says in words what came back. */
function SendTest({ webhook }: { webhook: WebhookView }) {
  const { test } = useChangeWebhooks();
  const [isSending, setSending] = useState(false);
  const [result, setResult] = useState<WebhookTestResult>();
  const [problem, setProblem] = useState<string>();
  const send = async () => {
    setSending(true);
    setResult(undefined);
    setProblem(undefined);
    try {
      setResult(await test(webhook.id));
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : "Something failed on this page. Try again.");
    } finally {
      setSending(false);
    }
  };
  return (
    <>
      <div role="status" className="w-full empty:hidden">
        {result ? <TestResult result={result} /> : null}
        {problem ? <Banner tone="bad">{problem}</Banner> : null}
      </div>
      <Button icon={Send} loading={isSending} onClick={send}>
        Send test
      </Button>
    </>
  );
}

function TestResult({ result: { success, status, latency, message } }: { result: WebhookTestResult }) {
  return (
    <p className="flex items-start gap-2">
      <StatusShape shape={success ? "ok" : "bad"} className="mt-0.75 size-3.5" />
      <span className="min-w-0 wrap-anywhere">
        {success
          ? `It took the test message: ${status} after ${formatDuration(latency)}.`
          : `The test message did not arrive. ${message}`}
      </span>
    </p>
  );
}

type RotateSecretProps = ActionProps & { onRotated: (webhook: WebhookWithSecret) => void };

function RotateSecret({ webhook, onClose, onRotated }: RotateSecretProps) {
  const form = useSubmit([]);
  const { rotate } = useChangeWebhooks();
  const send = async () => {
    onRotated(await rotate(webhook.id));
    onClose();
  };
  return (
    <FormDialog
      title="Rotate the secret?"
      description="A new secret is made and shown once. For 24 hours messages are signed with both, so that the receiver can change over without missing one. Then the old one ends."
      action="Rotate secret"
      form={form}
      onSend={send}
      onClose={onClose}
    />
  );
}

function DeleteWebhook({ webhook, onClose }: ActionProps) {
  const form = useSubmit([]);
  const { remove } = useChangeWebhooks();
  const name = nameOfWebhook(webhook);
  const send = async () => {
    await remove(webhook.id);
    notify({ title: `${name} is deleted` });
    onClose();
  };
  return (
    <FormDialog
      title={`Delete ${name}?`}
      description={`Nothing more is sent to it. What waits is lost, and its delivery log goes with it. ${
        webhook.protocol === "fhir"
          ? "Its client finds the subscription gone."
          : "Turn it off instead to keep both."
      }`}
      action="Delete endpoint"
      variant="danger"
      form={form}
      onSend={send}
      onClose={onClose}
    />
  );
}
