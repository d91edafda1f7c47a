import Link from "next/link";
import { Unknown } from "@/components/ui/fact-list";
import type { ObservationRecord } from "./record-shapes";

/** The patient a record is about, by name; those who may not see the patient are told so. */
export function PatientLink({ record: { data, patientName } }: { record: ObservationRecord }) {
  if (!data.patientId) return <Unknown />;
  if (patientName === null) return <Unknown>not shown to you</Unknown>;
  return (
    <Link
      href={`/records/patients/${data.patientId}`}
      prefetch={false}
      className="text-accent-ink hover:underline"
    >
      <bdi>{patientName}</bdi>
    </Link>
  );
}
