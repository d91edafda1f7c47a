"use client";

import { medicationSchema } from "@/lib/records/schema";
import { type RecordOf, recordOf } from "../record-shapes";
import { RecordStatus } from "../record-status";
import { SystemNames } from "../row-parts";
import { codesText } from "../words";
import { choice, nameColumn, statusColumn, textColumn, updatedColumn } from "./columns";
import { CodesFact, FactSection, StatusFact, TextFact, TimeFact } from "./facts";
import { Identifiers } from "./identifiers";
import type { RecordKind } from "./record-kind";

type MedicationRecord = RecordOf<"medications">;

function MedicationFacts({ record: { data } }: { record: MedicationRecord }) {
  return (
    <>
      <FactSection title="Medication">
        <CodesFact label="What" codes={[data.code]} />
        <StatusFact status={data.status} />
        <CodesFact label="Form" codes={[data.form]} />
        <CodesFact label="Ingredients" codes={data.ingredients} />
        <TextFact label="Lot" text={data.lotNumber} />
        <TimeFact label="Expires" at={data.expiresAt} />
      </FactSection>
      <Identifiers identifiers={data.identifiers} />
    </>
  );
}

export const medicationKind: RecordKind<MedicationRecord> = {
  entity: "medications",
  schema: recordOf(medicationSchema),
  searchPlaceholder: "Medication, ingredient or code",
  columns: [
    nameColumn("Medication"),
    textColumn(
      { id: "code", head: "Code", width: "132px", phone: "detail", className: "font-mono text-xs" },
      ({ data }) => data.code?.code ?? null,
    ),
    textColumn({ id: "form", head: "Form", width: "16%" }, ({ data }) => codesText([data.form])),
    statusColumn,
    { id: "systems", head: "Systems", width: "18%", show: ({ links }) => <SystemNames links={links} /> },
    { ...updatedColumn, phone: "time" },
  ],
  choices: [choice("status", "Status", "active", "inactive", "entered-in-error")],
  happenedAt: () => null,
  Outcome: ({ record }) => <RecordStatus status={record.data.status} />,
  Line: ({ record }) => codesText([record.data.form]),
  Facts: MedicationFacts,
};
