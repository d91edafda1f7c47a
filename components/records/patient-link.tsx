"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { apiFetch } from "@/components/api";
import { patientTitle } from "./patient-words";
import { patientRecordSchema } from "./record-shapes";
import { recordKeys } from "./use-records";

const keptMs = 300_000;

/** The name of a patient that a record points to; undefined until it is known. */
export function usePatientName(id: string): string | undefined {
  const { data } = useQuery({
    queryKey: recordKeys.one("patients", id),
    queryFn: ({ signal }) => apiFetch(`/api/records/patients/${id}`, patientRecordSchema, { signal }),
    staleTime: keptMs,
  });
  return data && patientTitle(data.data);
}

/** The patient a record belongs to, by name. */
export function PatientLink({ id }: { id: string }) {
  return (
    <Link href={`/records/patients/${id}`} prefetch={false} className="text-accent-ink hover:underline">
      {usePatientName(id) ?? "Open patient"}
    </Link>
  );
}
