"use client";

import { Fact } from "@/components/ui/fact-list";
import { appointmentSchema } from "@/lib/records/schema";
import { type RecordOf, recordOf } from "../record-shapes";
import { RecordStatus } from "../record-status";
import { Period, When } from "../when";
import { choice, nameColumn, patientColumn, statusColumn, timeColumn, updatedColumn } from "./columns";
import { CodesFact, FactSection, PatientFact, StatusFact, TextFact, TextSection } from "./facts";
import { Identifiers } from "./identifiers";
import { FirstParticipant, Participants } from "./participants";
import type { RecordKind } from "./record-kind";

type AppointmentRecord = RecordOf<"appointments">;

function AppointmentFacts({ record: { data, labels } }: { record: AppointmentRecord }) {
  return (
    <>
      <FactSection title="Appointment">
        <Fact label="When">
          <Period from={data.startAt} to={data.endAt} />
        </Fact>
        <TextFact
          label="Length"
          text={data.durationMinutes === null ? null : `${data.durationMinutes} min`}
        />
        <PatientFact id={data.patientId} labels={labels} />
        <StatusFact status={data.status} />
        <CodesFact label="Cancelled for" codes={[data.cancellationReason]} />
        <CodesFact label="Service" codes={data.serviceTypes} />
        <CodesFact label="Type" codes={[data.appointmentType]} />
        <CodesFact label="Reason" codes={data.reasons} />
        <TextFact label="Description" text={data.description} />
      </FactSection>
      <Participants participants={data.participants} labels={labels} />
      <TextSection title="Comment" text={data.comment} />
      <TextSection title="Told to the patient" text={data.patientInstruction} />
      <Identifiers identifiers={data.identifiers} />
    </>
  );
}

export const appointmentKind: RecordKind<AppointmentRecord> = {
  entity: "appointments",
  schema: recordOf(appointmentSchema),
  searchPlaceholder: "Service, reason or description",
  columns: [
    timeColumn("Start", ({ data }) => data.startAt),
    nameColumn("What"),
    patientColumn,
    {
      id: "with",
      head: "With",
      width: "18%",
      show: ({ data, labels }) => <FirstParticipant participants={data.participants} labels={labels} />,
    },
    statusColumn,
    updatedColumn,
  ],
  choices: [
    choice(
      "status",
      "Status",
      "booked",
      "pending",
      "proposed",
      "waitlist",
      "arrived",
      "checked-in",
      "fulfilled",
      "cancelled",
      "noshow",
    ),
  ],
  happenedAt: ({ data }) => data.startAt,
  Outcome: ({ record }) => <RecordStatus status={record.data.status} />,
  Line: ({ record }) => <When at={record.data.startAt} />,
  Facts: AppointmentFacts,
};
