"use client";

import type { UseFormReturn } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segments } from "@/components/ui/segments";
import type { StartForm } from "./start-request";

const choices = [
  { value: "all", label: "All patients" },
  { value: "id", label: "One by id" },
  { value: "name", label: "One by name" },
] as const;

type OnePatientProps = { form: UseFormReturn<StartForm>; connectorName: string };

/** Narrows a sync to one patient, named by the system's own id or by name and birth date. */
export function OnePatient({ form, connectorName }: OnePatientProps) {
  const whose = form.watch("whose");
  return (
    <>
      <Field label="Whose">
        <Segments options={choices} value={whose} onChange={(next) => form.setValue("whose", next)} />
      </Field>
      {whose === "id" ? <ById form={form} connectorName={connectorName} /> : null}
      {whose === "name" ? <ByName form={form} /> : null}
    </>
  );
}

function ById({ form: { register, formState }, connectorName }: OnePatientProps) {
  return (
    <Field
      label={`Patient id at ${connectorName}`}
      help="The id of the Patient resource there, not the medical record number"
      error={formState.errors.remotePatientId?.message}
    >
      <Input autoComplete="off" className="font-mono" {...register("remotePatientId")} />
    </Field>
  );
}

function ByName({ form: { register, formState } }: Pick<OnePatientProps, "form">) {
  const { errors } = formState;
  return (
    <div className="grid grid-cols-3 gap-3.5 max-sm:grid-cols-1">
      <Field label="Family name" error={errors.family?.message}>
        <Input autoComplete="off" {...register("family")} />
      </Field>
      <Field label="Given name" error={errors.given?.message}>
        <Input autoComplete="off" {...register("given")} />
      </Field>
      <Field label="Birth date" error={errors.birthDate?.message}>
        <Input autoComplete="off" placeholder="1984-03-17" {...register("birthDate")} />
      </Field>
    </div>
  );
}
