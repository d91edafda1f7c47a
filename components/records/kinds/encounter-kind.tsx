"use client";

import { Fact } from "@/components/ui/fact-list";
import { type EncounterData, encounterSchema } from "@/lib/records/schema";
import { type RecordOf, recordOf } from "../record-shapes";
import { RecordStatus } from "../record-status";
import { Period, When } from "../when";
import { codedText, codesText, statusText } from "../words";
import {
  choice,
  nameColumn,
  patientColumn,
  statusColumn,
  textColumn,
  timeColumn,
  updatedColumn,
} from "./columns";
import { CodesFact, FactSection, LinksFact, PatientFact, StatusFact, TextFact } from "./facts";
import { Identifiers } from "./identifiers";
import { FirstParticipant, Participants } from "./participants";
import type { ChoiceFilter, RecordKind } from "./record-kind";

type EncounterRecord = RecordOf<"encounters">;

/** HL7's ActCode of the usual ways to meet. */
const classes: ChoiceFilter = {
  name: "class",
  label: "Class",
  options: [
    { value: "AMB", label: "Ambulatory" },
    { value: "VR", label: "Virtual" },
    { value: "EMER", label: "Emergency" },
    { value: "IMP", label: "Inpatient" },
    { value: "OBSENC", label: "Observation" },
    { value: "HH", label: "At home" },
  ],
};

function classText({ class: coded }: EncounterData): string | null {
  if (!coded) return null;
  const known = classes.options.find(({ value }) => value === coded.code);
  return known?.label ?? statusText(codedText(coded));
}

function EncounterFacts({ record: { data, labels } }: { record: EncounterRecord }) {
  return (
    <>
      <FactSection title="Encounter">
        <Fact label="When">
          <Period from={data.startAt} to={data.endAt} />
        </Fact>
        <PatientFact id={data.patientId} labels={labels} />
        <StatusFact status={data.status} />
        <TextFact label="Class" text={classText(data)} />
        <CodesFact label="Type" codes={data.types} />
        <CodesFact label="Reason" codes={data.reasons} />
        <TextFact label="Place" text={data.locations.join(", ")} />
        <CodesFact label="Discharged to" codes={[data.dischargeDisposition]} />
        <LinksFact label="Appointment" entity="appointments" ids={data.appointmentIds} labels={labels} />
      </FactSection>
      <Participants participants={data.participants} labels={labels} />
      <Identifiers identifiers={data.identifiers} />
    </>
  );
}

export const encounterKind: RecordKind<EncounterRecord> = {
  entity: "encounters",
  schema: recordOf(encounterSchema),
  searchPlaceholder: "Type, reason or place",
  columns: [
    timeColumn("Start", ({ data }) => data.startAt),
    nameColumn("What"),
    textColumn({ id: "reason", head: "Reason", width: "16%" }, ({ data }) => codesText(data.reasons)),
    textColumn({ id: "class", head: "Class", width: "104px", secondary: true }, ({ data }) =>
      classText(data),
    ),
    patientColumn,
    {
      id: "with",
      head: "With",
      width: "15%",
      show: ({ data, labels }) => <FirstParticipant participants={data.participants} labels={labels} />,
    },
    statusColumn,
    updatedColumn,
  ],
  choices: [
    choice(
      "status",
      "Status",
      "planned",
      "arrived",
      "triaged",
      "in-progress",
      "onleave",
      "finished",
      "cancelled",
    ),
    classes,
  ],
  happenedAt: ({ data }) => data.startAt,
  detail: ({ data }) => codesText(data.reasons),
  Outcome: ({ record }) => <RecordStatus status={record.data.status} />,
  Line: ({ record }) => <When at={record.data.startAt} />,
  Facts: EncounterFacts,
};
