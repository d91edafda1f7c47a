"use client";

import { useState } from "react";
import { ApiError } from "@/components/api";

/** What went wrong with a form, as it is said beside its fields and above them. */
export interface FormProblem {
  /** A sentence on the whole; absent when every complaint belongs to a field. */
  readonly message?: string;
  readonly fields: Readonly<Record<string, string>>;
}

const noProblem: FormProblem = { fields: {} };

/** The server's complaint, field by field where it names fields that the form has. */
export function problemOf(error: unknown, shown: readonly string[]): FormProblem {
  if (!(error instanceof ApiError))
    return { message: "Something failed on this page. Try again.", fields: {} };
  const named = error.fields.filter(({ path }) => shown.includes(path));
  const fields = Object.fromEntries(named.map(({ path, message }) => [path, message]));
  return named.length > 0 && named.length === error.fields.length
    ? { fields }
    : { message: error.message, fields };
}

/**
 * Sends a form: one at a time, and keeps what the server complains about. `fields` are the paths that stand in
 * the form; `send` answers when it was taken.
 */
export function useSubmit(fields: readonly string[]) {
  const [problem, setProblem] = useState(noProblem);
  const [sending, setSending] = useState(false);
  const submit = async (send: () => Promise<void>) => {
    if (sending) return;
    setSending(true);
    setProblem(noProblem);
    try {
      await send();
    } catch (error) {
      setProblem(problemOf(error, fields));
    } finally {
      setSending(false);
    }
  };
  return { problem, sending, submit };
}
