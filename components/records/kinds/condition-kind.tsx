"use client";

import { Fact } from "@/components/ui/fact-list";
import { conditionSchema } from "@/lib/records/schema";
import { type RecordOf, recordOf } from "../record-shapes";
import { RecordStatus } from "../record-status";
import { When } from "../when";
import { statusText } from "../words";
import { choice, nameColumn, patientColumn, textColumn, timeColumn, updatedColumn } from "./columns";
import { CodesFact, FactSection, LinkFact, PatientFact, StatusFact, TextSection, TimeFact } from "./facts";
import { Identifiers } from "./identifiers";
import type { RecordKind } from "./record-kind";

type ConditionRecord = RecordOf<"conditions">;

function ConditionFacts({ record: { data, labels } }: { record: ConditionRecord }) {
  return (
    <>
      <FactSection title="Condition">
        <CodesFact label="What" codes={[data.code]} />
        <PatientFact id={data.patientId} labels={labels} />
        <StatusFact label="Clinical" status={data.clinicalStatus} />
        <StatusFact label="Verification" status={data.verificationStatus} />
        <CodesFact label="Severity" codes={[data.severity]} />
        <CodesFact label="Body site" codes={data.bodySites} />
        <CodesFact label="Category" codes={data.category} />
        <Fact label="Onset">
          <When at={data.onsetAt} />
        </Fact>
        <TimeFact label="Abated" at={data.abatedAt} />
        <TimeFact label="Recorded" at={data.recordedAt} />
        <LinkFact label="Recorded by" entity="practitioners" id={data.recorderId} labels={labels} />
        <LinkFact label="Asserted by" entity="practitioners" id={data.asserterId} labels={labels} />
        <LinkFact label="Encounter" entity="encounters" id={data.encounterId} labels={labels} />
      </FactSection>
      <TextSection title="Note" text={data.note} />
      <Identifiers identifiers={data.identifiers} />
    </>
  );
}

/** When it began; where nobody knows, since when it is on record. */
function Onset({ data: { onsetAt, recordedAt } }: Pick<ConditionRecord, "data">) {
  if (onsetAt !== null || recordedAt === null) return <When at={onsetAt} />;
  return (
    <span className="text-ink-3">
      recorded <When at={recordedAt} />
    </span>
  );
}

export const conditionKind: RecordKind<ConditionRecord> = {
  entity: "conditions",
  schema: recordOf(conditionSchema),
  searchPlaceholder: "Condition or its code",
  columns: [
    nameColumn("Condition"),
    textColumn(
      { id: "code", head: "Code", width: "112px", secondary: true, className: "font-mono text-xs" },
      ({ data }) => data.code?.code ?? null,
    ),
    {
      id: "status",
      head: "Clinical",
      width: "128px",
      phone: "state",
      className: "max-sm:text-right",
      show: ({ data }) => <RecordStatus status={data.clinicalStatus} />,
    },
    textColumn(
      { id: "verification", head: "Verification", width: "120px", secondary: true },
      ({ data }) => data.verificationStatus && statusText(data.verificationStatus),
    ),
    patientColumn,
    {
      ...timeColumn<ConditionRecord>("Onset", ({ data }) => data.onsetAt),
      width: "192px",
      show: ({ data }) => <Onset data={data} />,
    },
    updatedColumn,
  ],
  choices: [
    choice(
      "clinicalStatus",
      "Clinical",
      "active",
      "recurrence",
      "relapse",
      "inactive",
      "remission",
      "resolved",
    ),
    choice("category", "Category", "problem-list-item", "encounter-diagnosis", "health-concern"),
  ],
  happenedAt: ({ data }) => data.onsetAt ?? data.recordedAt,
  Outcome: ({ record }) => <RecordStatus status={record.data.clinicalStatus} />,
  Line: ({ record }) => <RecordStatus status={record.data.clinicalStatus} />,
  Facts: ConditionFacts,
};
