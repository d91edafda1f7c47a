"use client";

import { useId } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { ApiError } from "@/components/api";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useUnsavedGuard } from "@/components/ui/use-unsaved-guard";
import { type FhirClientView, newFhirClientSchema } from "@/lib/fhir/server/schema";
import { FhirClientFields } from "./fhir-client-fields";
import {
  type FhirClientForm,
  fieldAt,
  newFhirClientForm,
  requestOf,
  resolveFhirClientForm,
} from "./fhir-client-form";
import { useChangeFhirClients } from "./use-fhir-clients";

type PlacedComplaint = { field: keyof FhirClientForm; message: string };

/** What the server complains about, at the fields that are to blame. */
function placedComplaints(error: ApiError, scopes: readonly string[]): PlacedComplaint[] {
  if (error.code === "endpoint_not_allowed") return [{ field: "jwksUrl", message: error.message }];
  if (error.code === "fhir_scope_invalid") {
    const refused = scopes.filter((_, at) => error.fields.some(({ path }) => path === `scopes[${at}]`));
    return [{ field: "furtherScopes", message: `Not granted here: ${refused.join(", ")}. ${error.message}` }];
  }
  return error.fields.flatMap(({ path, message }) => {
    const field = fieldAt(path);
    return field ? [{ field, message }] : [];
  });
}

function showProblem(form: UseFormReturn<FhirClientForm>, error: unknown, scopes: readonly string[]): void {
  const known = error instanceof ApiError;
  const placed = known ? placedComplaints(error, scopes) : [];
  for (const { field, message } of placed) form.setError(field, { message });
  const message = known ? error.message : "Something failed on this page. Try again.";
  if (placed.length === 0) form.setError("root", { message });
}

type RegisterFhirClientProps = {
  types: readonly string[];
  onRegistered: (client: FhirClientView) => void;
  onClose: () => void;
};

/** The dialog that registers a client. Mounted while open. */
export function RegisterFhirClient({ types, onRegistered, onClose }: RegisterFhirClientProps) {
  const formId = useId();
  const { register } = useChangeFhirClients();
  const form = useForm({
    resolver: resolveFhirClientForm,
    defaultValues: newFhirClientForm,
  });
  const { isDirty, isSubmitting, errors } = form.formState;
  const guard = useUnsavedGuard(isDirty);
  const leave = () => guard.ask(onClose);
  const submit = form.handleSubmit(async (values) => {
    const wanted = newFhirClientSchema.parse(requestOf(values));
    try {
      onRegistered(await register(wanted));
    } catch (error) {
      showProblem(form, error, wanted.scopes);
    }
  });
  return (
    <Dialog
      open
      size="medium"
      onOpenChange={(isOpen) => !isOpen && leave()}
      title="Register a client"
      description="A system that signs in by itself, with keys of its own (SMART Backend Services)."
      footer={
        <>
          <Button variant="ghost" onClick={leave}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={formId} loading={isSubmitting}>
            Register client
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-3">
        {errors.root?.message ? <Banner tone="bad">{errors.root.message}</Banner> : null}
        <FhirClientFields form={form} types={types} />
      </form>
      {guard.question}
    </Dialog>
  );
}
