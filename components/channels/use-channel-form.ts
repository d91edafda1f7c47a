"use client";

import { get, type UseFormReturn, useForm } from "react-hook-form";
import { ApiError } from "@/components/api";
import { type ChannelField, type ChannelForm, fieldAt, resolveChannelForm } from "./channel-form";

/** Whether the form has a field at a path. */
function isField(form: ChannelForm, path: string): path is ChannelField {
  return get(form, path) !== undefined;
}

/** What was refused, in a sentence. */
export function complaintOf(error: unknown): string {
  return error instanceof ApiError ? error.message : "Something failed on this page. Try again.";
}

/** Puts what the server complains about beside its field. Answers what no field is to blame for. */
export function placeComplaints(form: UseFormReturn<ChannelForm>, error: unknown): string[] {
  const values = form.getValues();
  const complaints = error instanceof ApiError ? error.fields : [];
  return complaints.flatMap(({ path, message }) => {
    const field = fieldAt(path, values.source.kind);
    if (!isField(values, field)) return [`${path}: ${message}`];
    form.setError(field, { message }, { shouldFocus: true });
    return [];
  });
}

/**
 * The form of a channel. It begins anew with another `beginning`; `save` answers when it was taken, and what it rejects
 * with is said in the form.
 */
export function useChannelForm(beginning: ChannelForm, save: (form: ChannelForm) => Promise<void>) {
  const form = useForm<ChannelForm>({ resolver: resolveChannelForm, values: beginning });
  const submit = form.handleSubmit(async (values) => {
    try {
      await save(values);
    } catch (error) {
      const unplaced = placeComplaints(form, error);
      form.setError("root", { message: [complaintOf(error), ...unplaced].join(" ") });
    }
  });
  return { form, submit };
}

/** What is wrong at a place of the form. */
export function errorAt(form: UseFormReturn<ChannelForm>, field: ChannelField): string | undefined {
  return form.getFieldState(field, form.formState).error?.message;
}
