"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { apiFetch } from "@/components/api";
import { readAgain } from "@/components/read-again";
import type { PatientField } from "./patient-form";
import { patientRecordSchema } from "./record-shapes";
import { recordKeys } from "./use-records";

type PatientChange = {
  /** The version the change is made to. */
  version: number;
  data: Partial<Record<PatientField, string | null>>;
  reason?: string;
};

/** Changes a patient; fails with status 412 when somebody else did so since `version`. */
export function useChangePatient(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ version, data, reason }: PatientChange) =>
      apiFetch(`/api/records/patients/${id}`, patientRecordSchema, {
        method: "PATCH",
        headers: { "if-match": `"${version}"` },
        body: { data, reason },
      }),
    onSuccess: (record) => {
      queryClient.setQueryData(recordKeys.one("patients", id), record);
      return readAgain(queryClient, ["records", "patients"]);
    },
  });
}

/** The patient as it stands at this moment. */
export function readPatient(id: string) {
  return apiFetch(`/api/records/patients/${id}`, patientRecordSchema);
}
