"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useId, useState } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { ApiError } from "@/components/api";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/toaster";
import {
  formOf,
  type PatientField,
  type PatientForm,
  patchOf,
  patientFields,
  patientFormSchema,
} from "./patient-form";
import type { PatientRecord } from "./record-shapes";
import { SomebodyElse } from "./somebody-else";
import { readPatient, useChangePatient } from "./use-change-patient";

type ChangePatientDialogProps = { record: PatientRecord; onClose: () => void };

/** The form of a change, made to the version that was shown until its reader accepts a newer one. */
function usePatientEdit({ record, onClose }: ChangePatientDialogProps) {
  const [base, setBase] = useState(record);
  /** The record as somebody else saved it meanwhile. */
  const [theirs, setTheirs] = useState<PatientRecord>();
  const change = useChangePatient(record.id);
  const form = useForm({
    resolver: zodResolver(patientFormSchema),
    defaultValues: formOf(record.data),
  });
  const save = form.handleSubmit(async (values) => {
    const data = patchOf(formOf(base.data), values);
    if (Object.keys(data).length === 0) return onClose();
    try {
      await change.mutateAsync({ version: base.version, data, reason: values.reason || undefined });
      notify({ title: "The patient is saved" });
      onClose();
    } catch (error) {
      if (error instanceof ApiError && error.status === 412) setTheirs(await readPatient(record.id));
      else showFieldErrors(form, error);
    }
  });
  const goOnWith = (kept: PatientRecord, values: PatientForm) => {
    setBase(kept);
    setTheirs(undefined);
    form.reset(values);
  };
  return { form, save, saving: change.isPending, base, theirs, goOnWith };
}

/** Changes a patient's short fields in the version that was shown, and in no other unseen. */
export function ChangePatientDialog(props: ChangePatientDialogProps) {
  const formId = useId();
  const { form, save, saving, base, theirs, goOnWith } = usePatientEdit(props);
  const buttons = (
    <>
      <Button onClick={props.onClose}>Cancel</Button>
      <Button variant="primary" type="submit" form={formId} loading={saving}>
        Save
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title="Edit patient"
      description="Saves a new version here. The version before stays in the history."
      footer={buttons}
    >
      <form id={formId} onSubmit={save} noValidate className="grid gap-3.5">
        {theirs ? (
          <SomebodyElse
            mine={form.getValues()}
            base={formOf(base.data)}
            theirs={formOf(theirs.data)}
            onKeepMine={(merged) => goOnWith(theirs, merged)}
            onTakeTheirs={() => goOnWith(theirs, formOf(theirs.data))}
          />
        ) : null}
        <SaveFailed message={form.formState.errors.root?.message} />
        <PatientInputs form={form} />
      </form>
    </Dialog>
  );
}

function SaveFailed({ message }: { message?: string }) {
  if (!message) return null;
  return (
    <Banner tone="bad" title="The patient was not saved">
      {message}
    </Banner>
  );
}

function isPatientField(path: string): path is PatientField {
  return Object.hasOwn(patientFields, path);
}

function showFieldErrors(form: UseFormReturn<PatientForm>, error: unknown): void {
  const fields = error instanceof ApiError ? error.fields : [];
  const known = fields.flatMap(({ path, message }) => {
    const name = path.replace(/^data\./, "");
    return isPatientField(name) ? [{ name, message }] : [];
  });
  for (const { name, message } of known) form.setError(name, { message });
  if (known.length > 0) return;
  const message = error instanceof Error ? error.message : "The server answered something unexpected.";
  form.setError("root", { message });
}

function PatientInputs({ form }: { form: UseFormReturn<PatientForm> }) {
  const { register, formState } = form;
  const input = (name: PatientField, type = "text", help?: string) => (
    <Field label={patientFields[name]} help={help} error={formState.errors[name]?.message}>
      <Input type={type} autoComplete="off" {...register(name)} />
    </Field>
  );
  return (
    <>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        {input("lastName")}
        {input("firstName")}
      </div>
      {input("dateOfBirth", "text", "YYYY-MM-DD, or YYYY-MM or YYYY when no more is known")}
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        {input("phone", "tel")}
        {input("email", "email")}
      </div>
      <Field label="Reason" optional help="Stands in the history beside the change">
        <Input autoComplete="off" {...register("reason")} />
      </Field>
    </>
  );
}
