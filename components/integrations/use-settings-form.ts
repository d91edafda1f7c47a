"use client";

import { useState } from "react";
import { problemOf } from "@/components/use-submit";
import type { IntegrationView } from "@/lib/integrations/schema";
import type { ConnectorView } from "@/lib/integrations/view";
import { problemsOf, requestOf, type SettingsForm, settingsFormFor } from "./settings-form";

export type SettingsRequest = ReturnType<typeof requestOf>;

type Beginning = {
  connector: ConnectorView;
  /** Left out for a new one. */
  integration?: IntegrationView;
  timeZone: string;
};

/**
 * The state of a settings form. Its fields complain when it is sent, and from then on at each change: earlier the layout
 * would move under a click on a button. `send` answers when the request was taken.
 */
export function useSettingsForm({ connector, integration, timeZone }: Beginning) {
  const [before] = useState(() => settingsFormFor(connector, integration, timeZone));
  const [form, setForm] = useState(before);
  const [isSent, setSent] = useState(false);
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const problems = problemsOf(form, connector);
  const refused = refusal === null ? null : problemOf(refusal, pathsOf(connector));
  const submit = async (send: (request: SettingsRequest) => Promise<void>) => {
    setSent(true);
    if (sending || Object.keys(problems).length > 0) return;
    setSending(true);
    setRefusal(null);
    try {
      await send(requestOf(form, before, connector, integration));
    } catch (error) {
      setRefusal(error);
    } finally {
      setSending(false);
    }
  };
  return {
    form,
    change: (changes: Partial<SettingsForm>) => setForm({ ...form, ...changes }),
    problemAt: (path: string) => (isSent ? problems[path] : undefined) ?? refused?.fields[path],
    isChanged: form !== before,
    sending,
    refusal,
    /** A sentence on the whole; absent when every complaint belongs to a field. */
    complaint: refused?.message,
    submit,
  };
}

export type SettingsFormState = ReturnType<typeof useSettingsForm>;

function pathsOf(connector: ConnectorView): string[] {
  const credentials = Object.keys(connector.configSchema.properties).map((name) => `credentials.${name}`);
  return ["name", "schedule.cron", "schedule.timeZone", ...credentials];
}
