"use client";

import { Fact } from "@/components/ui/fact-list";
import { type MedicationRequestData, medicationRequestSchema } from "@/lib/records/schema";
import { type RecordOf, recordOf } from "../record-shapes";
import { RecordStatus } from "../record-status";
import { codedText, statusText } from "../words";
import {
  choice,
  nameColumn,
  patientColumn,
  statusColumn,
  textColumn,
  timeColumn,
  updatedColumn,
} from "./columns";
import {
  CodesFact,
  FactSection,
  LinkFact,
  PatientFact,
  StatusFact,
  TextFact,
  TextSection,
  TimeFact,
  WordFact,
} from "./facts";
import { Identifiers } from "./identifiers";
import type { RecordKind } from "./record-kind";

type MedicationRequestRecord = RecordOf<"medication_requests">;
type Dosage = MedicationRequestData["dosages"][number];

/** How it is taken: the words of the order, else what its codes say. */
function dosageText({ text, patientInstruction, route, asNeeded }: Dosage): string | null {
  const coded = [route && codedText(route), asNeeded ? "as needed" : null].filter(Boolean).join(", ");
  return text ?? patientInstruction ?? (coded || null);
}

function doseText({ dosages }: MedicationRequestData): string | null {
  return dosages.map(dosageText).filter(Boolean).join("; ") || null;
}

function dispensed({ dispenseQuantity, dispenseUnit }: MedicationRequestData): string | null {
  return dispenseQuantity === null ? null : [dispenseQuantity, dispenseUnit].filter(Boolean).join(" ");
}

function MedicationRequestFacts({ record: { data, labels } }: { record: MedicationRequestRecord }) {
  return (
    <>
      <FactSection title="Request">
        <CodesFact label="Medication" codes={[data.medication]} />
        <LinkFact label="Product" entity="medications" id={data.medicationId} labels={labels} />
        {data.dosages.map((dosage) => (
          <Fact key={JSON.stringify(dosage)} label="Dose">
            {dosageText(dosage)}
            {dosage.patientInstruction && dosage.patientInstruction !== dosageText(dosage) ? (
              <span className="block text-ink-3 text-xs">{dosage.patientInstruction}</span>
            ) : null}
          </Fact>
        ))}
        <PatientFact id={data.patientId} labels={labels} />
        <StatusFact status={data.status} />
        <WordFact label="Intent" word={data.intent} />
        <WordFact label="Priority" word={data.priority} />
        <TimeFact label="Authored" at={data.authoredAt} />
        <LinkFact label="Requested by" entity="practitioners" id={data.requesterId} labels={labels} />
        <LinkFact label="Encounter" entity="encounters" id={data.encounterId} labels={labels} />
        <TextFact label="Dispense" text={dispensed(data)} />
        <TextFact label="Refills" text={data.refills === null ? null : String(data.refills)} />
        <CodesFact label="Reason" codes={data.reasons} />
        <CodesFact label="Category" codes={data.category} />
        {data.reported ? <Fact label="Source">Told by somebody else</Fact> : null}
      </FactSection>
      <TextSection title="Note" text={data.note} />
      <Identifiers identifiers={data.identifiers} />
    </>
  );
}

export const medicationRequestKind: RecordKind<MedicationRequestRecord> = {
  entity: "medication_requests",
  schema: recordOf(medicationRequestSchema),
  searchPlaceholder: "Medication or its code",
  columns: [
    nameColumn("Medication"),
    textColumn({ id: "dose", head: "Dose", width: "19%" }, ({ data }) => doseText(data)),
    patientColumn,
    statusColumn,
    textColumn(
      { id: "intent", head: "Intent", width: "88px", secondary: true },
      ({ data }) => data.intent && statusText(data.intent),
    ),
    timeColumn("Authored", ({ data }) => data.authoredAt),
    updatedColumn,
  ],
  choices: [
    choice("status", "Status", "active", "on-hold", "completed", "stopped", "cancelled", "draft"),
    choice("intent", "Intent", "order", "plan", "proposal"),
  ],
  happenedAt: ({ data }) => data.authoredAt,
  detail: ({ data }) => doseText(data),
  Outcome: ({ record }) => <RecordStatus status={record.data.status} />,
  Line: ({ record }) => doseText(record.data) ?? "No dose given",
  Facts: MedicationRequestFacts,
};
