"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { usePermission } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { ChangePatientDialog } from "./change-patient-dialog";
import type { PatientRecord } from "./record-shapes";

/** The button that changes a patient, for those who may. */
export function ChangePatient({ record }: { record: PatientRecord }) {
  const [open, setOpen] = useState(false);
  const mayWrite = usePermission("records:write");
  if (!mayWrite || record.deletedAt) return null;
  return (
    <>
      <Button icon={Pencil} onClick={() => setOpen(true)}>
        Edit
      </Button>
      {open ? <ChangePatientDialog record={record} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
